// Pure: a calculator: tokens as variants, a tree of shared nodes, evaluation with exceptions.
// RUN: %stcxx -O1 -pthread %s -o %t.cached && %t.cached > %t.cached.txt
// RUN: %cxx_uncached -O1 -pthread %s -o %t.plain && %t.plain > %t.plain.txt
// RUN: diff %t.plain.txt %t.cached.txt
#include <st/cache.h>
#include <cctype>
#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

using Token = std::variant<double, char, std::string>;

[[st::cache_data]] std::vector<Token> tokens(const std::string& s) {
  std::vector<Token> out;
  for (std::size_t i = 0; i < s.size();) {
    if (std::isspace(static_cast<unsigned char>(s[i]))) { ++i; continue; }
    if (std::isdigit(static_cast<unsigned char>(s[i]))) {
      std::size_t used = 0;
      out.emplace_back(std::stod(s.substr(i), &used));
      i += used;
    } else if (std::isalpha(static_cast<unsigned char>(s[i]))) {
      std::string name;
      while (i < s.size() && std::isalnum(static_cast<unsigned char>(s[i]))) name += s[i++];
      out.emplace_back(name);
    } else {
      out.emplace_back(s[i++]);
    }
  }
  return out;
}
struct Node {
  char op;
  double value;
  std::string name;
  std::shared_ptr<const Node> left, right;
};
using Tree = std::shared_ptr<const Node>;
class Parser {
 public:
  explicit Parser(std::vector<Token> t) : t_(std::move(t)) {}
  Tree all() {
    Tree e = sum();
    if (at_ != t_.size()) throw std::runtime_error("text after the end");
    return e;
  }

 private:
  bool take(char c) {
    if (at_ < t_.size() && std::holds_alternative<char>(t_[at_]) && std::get<char>(t_[at_]) == c) return ++at_, true;
    return false;
  }
  Tree make(char op, Tree l, Tree r) { return std::make_shared<Node>(Node{op, 0, "", std::move(l), std::move(r)}); }
  Tree sum() {
    Tree l = product();
    for (;;) {
      if (take('+')) l = make('+', l, product());
      else if (take('-')) l = make('-', l, product());
      else return l;
    }
  }
  Tree product() {
    Tree l = factor();
    for (;;) {
      if (take('*')) l = make('*', l, factor());
      else if (take('/')) l = make('/', l, factor());
      else return l;
    }
  }
  Tree factor() {
    if (take('-')) return make('n', factor(), nullptr);
    if (take('(')) {
      Tree e = sum();
      if (!take(')')) throw std::runtime_error("no )");
      return e;
    }
    if (at_ == t_.size()) throw std::runtime_error("early end");
    if (auto* d = std::get_if<double>(&t_[at_])) return ++at_, std::make_shared<Node>(Node{'v', *d, "", nullptr, nullptr});
    if (auto* n = std::get_if<std::string>(&t_[at_])) return ++at_, std::make_shared<Node>(Node{'x', 0, *n, nullptr, nullptr});
    throw std::runtime_error("no factor");
  }
  std::vector<Token> t_;
  std::size_t at_ = 0;
};
[[st::cache_data]] Tree parse(const std::string& s) { return Parser(tokens(s)).all(); }
[[st::cache_data]] double evaluate(const Tree& n, const std::map<std::string, double>& names) {
  switch (n->op) {
    case 'v': return n->value;
    case 'x': return names.at(n->name);
    case 'n': return -evaluate(n->left, names);
    case '+': return evaluate(n->left, names) + evaluate(n->right, names);
    case '-': return evaluate(n->left, names) - evaluate(n->right, names);
    case '*': return evaluate(n->left, names) * evaluate(n->right, names);
    default: break;
  }
  const double d = evaluate(n->right, names);
  if (d == 0) throw std::domain_error("division by zero");
  return evaluate(n->left, names) / d;
}

int main() {
  const char* texts[] = {"1 + 2 * 3", "(1 + 2) * 3", "-x * (y - 2.5) / 4", "1 / (x - x)", "(1", "1 + ", "z", "1 2", "2*(3+4)*(5-6)"};
  for (int round = 0; round < 3; ++round)
    for (const char* t : texts) {
      try {
        std::printf("%s = %.4f\n", t, evaluate(parse(t), {{"x", round + 1.0}, {"y", 4}}));
      } catch (const std::domain_error& e) {
        std::printf("%s: domain %s\n", t, e.what());
      } catch (const std::out_of_range&) {
        std::printf("%s: unknown name\n", t);
      } catch (const std::runtime_error& e) {
        std::printf("%s: %s\n", t, e.what());
      }
    }
}
