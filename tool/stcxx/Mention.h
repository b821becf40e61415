//===- Mention.h - Whether a file may have annotated functions ------------===//

#ifndef STCXX_MENTION_H
#define STCXX_MENTION_H

#include <string>
#include <string_view>

namespace stcxx {

/// Could an attribute of stcache stand in this text? It names none of them: no.
bool mentionsAttribute(std::string_view Text);

/// The same for a file. One that cannot be read mentions nothing.
bool fileMentionsAttribute(const std::string &Path);

} // namespace stcxx

#endif
