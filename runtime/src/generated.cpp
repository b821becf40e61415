// Instantiations of templates in rewritten source: which entry of the file's table is which.
#include "observe.h"
#include <cxxabi.h>
#include <string>
#include <string_view>
#include <typeinfo>

namespace st::detail {
namespace {

// The closure is local to the function, so its name begins with Z, the function's symbol without
// its _Z, an E, and what closures begin with.
bool is_within(std::string_view closure, std::string_view symbol) noexcept {
  if (!closure.starts_with('Z') || !symbol.starts_with("_Z"))
    return false;
  closure.remove_prefix(1);
  symbol.remove_prefix(2);
  return closure.starts_with(symbol) && closure.substr(symbol.size()).starts_with("EUl");
}

// The function that a closure is local to, as text; empty if it has no such name.
std::string function_of(const char *closure) {
  const std::unique_ptr<char, void (*)(void *)> demangled(
      abi::__cxa_demangle(closure, nullptr, nullptr, nullptr), std::free);
  std::string text(demangled ? demangled.get() : "");
  // What follows is ::{lambda(...)#1}, and there may be braces within.
  std::size_t at = text.size();
  int depth = 0;
  do {
    if (at == 0)
      return {};
    --at;
    depth += (text[at] == '}') - (text[at] == '{');
  } while (depth > 0);
  if (at < 2 || text.compare(at - 2, 9, "::{lambda") != 0)
    return {};
  text.resize(at - 2);
  // Which of the tags a name has depends on when GCC looks.
  while ((at = text.find("[abi:")) != text.npos)
    text.erase(at, text.find(']', at) - at + 1);
  return text;
}

// Text does not tell local types of one name in different blocks apart: the numbers that do follow
// underscores, among others that are the same for all compilers.
std::string numbers_in(std::string_view mangled) {
  std::string numbers;
  for (std::size_t i = 1; i < mangled.size(); ++i)
    if (mangled[i] >= '0' && mangled[i] <= '9' &&
        (mangled[i - 1] == '_' || (!numbers.empty() && numbers.back() != ' ')))
      numbers += mangled[i];
    else if (!numbers.empty() && numbers.back() != ' ')
      numbers += ' ';
  return numbers;
}

// Compilers differ in how they mangle some types that depend on template arguments, and GCC may
// leave ABI tags out: such names mean the same when read. One that means several is no help.
const generated_code *find_by_meaning(const generated_code *table, const char *name,
                                      const std::string &function) {
  const std::string numbers = numbers_in(name);
  const generated_code *found = nullptr;
  for (; table->symbol; ++table) {
    const std::string_view symbol(table->mangled());
    if (!symbol.starts_with("_Z"))
      continue;
    const std::string closure = "Z" + std::string(symbol.substr(2)) + "EUlvE_";
    if (!numbers.starts_with(numbers_in(symbol.substr(1))) ||
        function_of(closure.c_str()) != function)
      continue;
    if (found && (found->fingerprint != table->fingerprint || found->note != table->note ||
                  found->node != table->node))
      return nullptr;
    found = table;
  }
  return found;
}

const generated_code *find(const generated_code *table, const char *closure) noexcept {
  for (const generated_code *entry = table; entry->symbol; ++entry)
    if (is_within(closure, entry->mangled()))
      return entry;
  try {
    const std::string function = function_of(closure);
    if (!function.empty())
      if (const generated_code *const found = find_by_meaning(table, closure, function))
        return found;
    log_uncached(log_level::info, function.empty() ? closure : function.c_str(),
                 "this instantiation was unknown when the source was rewritten");
  } catch (const std::bad_alloc &) {
    // Not known, then.
  }
  return nullptr;
}

} // namespace

bool look_up(code &c) noexcept {
  if (code_table *const table = c.table.relaxed()) {
    if (const generated_code *const found = find(table(), c.closure->name())) {
      c.fingerprint = found->fingerprint;
      c.function = found->function;
      c.symbol = found->symbol;
      c.node = found->node;
      c.note.relaxed(found->note);
    }
    c.table.release(nullptr);
  }
  return c.function != nullptr;
}

bool is_known(code &c) noexcept {
  if (!c.table.acquire())
    return c.function != nullptr;
  const lock_guard locked(known_lock);
  return look_up(c);
}

} // namespace st::detail
