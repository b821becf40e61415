#include "columns.h"
#include <cwchar>
#include <cwctype>
#include <locale.h>

namespace st::detail {
namespace {

// Of characters, whatever the program's own locale is.
class utf8_locale {
public:
  utf8_locale() noexcept : before(made() ? uselocale(made()) : nullptr) {}
  ~utf8_locale() {
    if (before)
      uselocale(before);
  }
  utf8_locale(const utf8_locale &) = delete;
  utf8_locale &operator=(const utf8_locale &) = delete;

private:
  static locale_t made() noexcept {
    static const locale_t kept = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return kept;
  }
  locale_t before;
};

// Takes a character off the text; what there is to show for it, and the columns it takes.
struct character {
  std::string_view shown;
  int columns;
};
character take_character(std::string_view &text) noexcept {
  wchar_t c = 0;
  std::mbstate_t state{};
  std::size_t size = std::mbrtowc(&c, text.data(), text.size(), &state);
  character result{text.substr(0, size), 1};
  if (size == 0 || size > text.size()) { // a zero, or no UTF-8
    result.shown = size == 0 ? " " : "?";
    size = 1;
  } else if (const int columns = wcwidth(c); columns >= 0) {
    result.columns = columns;
  } else {
    result.shown = std::iswcntrl(static_cast<std::wint_t>(c)) ? " " : "?";
  }
  text.remove_prefix(size);
  return result;
}

} // namespace

std::size_t columns_of(std::string_view text) noexcept {
  const utf8_locale within;
  std::size_t columns = 0;
  while (!text.empty())
    columns += static_cast<std::size_t>(take_character(text).columns);
  return columns;
}

std::string fitted(std::string_view text, int columns) {
  const utf8_locale within;
  std::string result;
  while (!text.empty()) {
    const character next = take_character(text);
    if (next.columns > columns)
      break;
    columns -= next.columns;
    result += next.shown;
  }
  return result;
}

} // namespace st::detail
