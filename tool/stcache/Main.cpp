//===- Main.cpp - stcache, the tool ---------------------------------------===//

#include "Command.h"

int main(int argc, char **argv) {
  return stcache::tool::run(std::vector<std::string>(argv + (argc ? 1 : 0), argv + argc));
}
