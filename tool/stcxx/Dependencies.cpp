//===- Dependencies.cpp - What a source file was made of ------------------===//

#include "Dependencies.h"

#include "File.h"
#include "Mention.h"

namespace stcxx {

namespace {

/// One character of a name that Make would read otherwise, in GCC's way of writing it.
size_t escapedLength(std::string_view Text) {
  return Text.size() > 1 && ((Text[0] == '\\' && (Text[1] == ' ' || Text[1] == '\t' ||
                                                  Text[1] == '#' || Text[1] == ':')) ||
                             (Text[0] == '$' && Text[1] == '$'))
             ? 2
             : 0;
}

bool isIn(std::string_view Path, std::string_view Directory) {
  return !Directory.empty() && Path.starts_with(Directory) && Path.size() > Directory.size() &&
         Path[Directory.size()] == '/';
}

/// A precompiled header is listed together with what it was made of.
bool isForeign(std::string_view Path) {
  return isIn(Path, "/usr/include") || isIn(Path, "/usr/lib/gcc") || Path.ends_with(".gch");
}

} // namespace

std::vector<std::string> prerequisites(std::string_view Text) {
  std::vector<std::string> Files;
  std::string Name;
  bool Targets = true;
  for (; !Text.empty(); Text.remove_prefix(1)) {
    if (size_t Length = escapedLength(Text)) {
      // GCC doubles backslashes before a blank only.
      Name += Text[1];
      Text.remove_prefix(Length - 1);
      continue;
    }
    bool Continued = Text.starts_with("\\\n");
    bool Space = Continued || Text[0] == ' ' || Text[0] == '\t' || Text[0] == '\n';
    bool Colon = Targets && Text[0] == ':' &&
                 (Text.size() == 1 || std::string_view(" \t\n\\").find(Text[1]) != Text.npos);
    if (!Space && !Colon) {
      Name += Text[0];
      continue;
    }
    if (!Targets && !Name.empty())
      Files.push_back(Name);
    Name.clear();
    if (Colon)
      Targets = false;
    if (Continued)
      Text.remove_prefix(1);
    else if (Text[0] == '\n' && !Targets)
      return Files;
  }
  if (!Targets && !Name.empty())
    Files.push_back(Name);
  return Files;
}

std::string findMention(const std::vector<std::string> &Files, const std::string &OwnHeaders) {
  // GCC follows links to system headers where that makes the name shorter.
  std::string Real = realPath(OwnHeaders);
  for (const std::string &File : Files) {
    std::string Path = File[0] == '/' ? normalize(File) : File;
    if (!isForeign(Path) && !isIn(Path, OwnHeaders) && !isIn(Path, Real) &&
        fileMentionsAttribute(Path))
      return File;
  }
  return {};
}

} // namespace stcxx
