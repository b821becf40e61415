extern "C" int st_probe();
extern "C" int c(void);
int main() { return st_probe() + c(); }
