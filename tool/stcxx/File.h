//===- File.h - Small files and paths -------------------------------------===//

#ifndef STCXX_FILE_H
#define STCXX_FILE_H

#include <optional>
#include <string>
#include <string_view>

namespace stcxx {

/// The bytes of a file that can be opened and read to its end. Named pipes and
/// devices are not opened (they can be read only once, by the compiler).
std::optional<std::string> readFile(const char *Path);

/// The text of a file under /proc, whose size is not known beforehand.
std::optional<std::string> readProcFile(const std::string &Path);

/// Where a symbolic link leads, without following further; empty when none.
std::string readLink(const std::string &Path);

/// The canonical absolute path; empty when the file does not exist.
std::string realPath(const std::string &Path);

bool exists(const std::string &Path);

/// The last component.
std::string_view baseName(std::string_view Path);

/// Folds `.` and `..` away by name only; \p Path must be absolute.
std::string normalize(std::string_view Path);

} // namespace stcxx

#endif
