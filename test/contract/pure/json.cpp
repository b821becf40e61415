// Pure: a small JSON reader and printer over a recursive value type.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

struct Json {
  enum class Kind { null, boolean, number, text, list, object } kind = Kind::null;
  double number = 0;
  std::string text;
  std::vector<Json> list;
  std::map<std::string, std::vector<Json>> object;  // one value each
};
class Reader {
 public:
  explicit Reader(const std::string& s) : s_(s) {}
  Json value() {
    skip();
    Json out;
    switch (peek()) {
      case '{':
        out.kind = Json::Kind::object;
        for (next(); skip(), peek() != '}';) {
          std::string name = string();
          skip();
          expect(':');
          out.object[name] = {value()};
          skip();
          if (peek() == ',') next();
        }
        next();
        break;
      case '[':
        out.kind = Json::Kind::list;
        for (next(); skip(), peek() != ']';) {
          out.list.push_back(value());
          skip();
          if (peek() == ',') next();
        }
        next();
        break;
      case '"': out.kind = Json::Kind::text; out.text = string(); break;
      case 't': out.kind = Json::Kind::boolean; out.number = 1; at_ += 4; break;
      case 'f': out.kind = Json::Kind::boolean; at_ += 5; break;
      case 'n': at_ += 4; break;
      default: {
        out.kind = Json::Kind::number;
        std::size_t used = 0;
        out.number = std::stod(s_.substr(at_), &used);
        at_ += used;
      }
    }
    return out;
  }

 private:
  char peek() const { return at_ < s_.size() ? s_[at_] : throw std::runtime_error("end of text"); }
  char next() { char c = peek(); ++at_; return c; }
  void expect(char c) { if (next() != c) throw std::runtime_error(std::string("expected ") + c); }
  void skip() { while (at_ < s_.size() && (s_[at_] == ' ' || s_[at_] == '\n')) ++at_; }
  std::string string() {
    expect('"');
    std::string out;
    while (peek() != '"') out += next() == '\\' ? '\\' : s_[at_ - 1];
    next();
    return out;
  }
  const std::string& s_;
  std::size_t at_ = 0;
};
[[st::cache_data(max_entries = 4)]] Json read(const std::string& text) { return Reader(text).value(); }
[[st::cache_data]] std::string print(const Json& j) {
  switch (j.kind) {
    case Json::Kind::null: return "null";
    case Json::Kind::boolean: return j.number != 0 ? "true" : "false";
    case Json::Kind::number: return std::to_string(j.number);
    case Json::Kind::text: return '"' + j.text + '"';
    case Json::Kind::list: {
      std::string out = "[";
      for (const auto& x : j.list) out += print(x) + ",";
      return out + "]";
    }
    case Json::Kind::object: break;
  }
  std::string out = "{";
  for (const auto& [k, v] : j.object) out += '"' + k + "\":" + print(v[0]) + ",";
  return out + "}";
}
[[st::cache_data]] int depth(const Json& j) {
  int d = 0;
  for (const auto& x : j.list) d = std::max(d, depth(x));
  for (const auto& [k, v] : j.object) d = std::max(d, depth(v[0])), (void)k;
  return d + 1;
}

int main() {
  const char* texts[] = {"{\"a\": [1, 2, {\"b\": null}], \"c\": \"text\"}", "[[[]]]", "true", "[1, 2", "{\"x\" 1}", "-2.5"};
  for (int round = 0; round < 3; ++round)
    for (const char* t : texts) try {
        Json j = read(t);
        std::printf("%s %d\n", print(j).c_str(), depth(j));
        j.list.clear();
        j.object.clear();
      } catch (const std::runtime_error& e) {
        std::printf("%s\n", e.what());
      }
}
