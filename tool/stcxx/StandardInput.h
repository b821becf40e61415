//===- StandardInput.h - Looking at what the compiler will read -----------===//

#ifndef STCXX_STANDARDINPUT_H
#define STCXX_STANDARDINPUT_H

namespace stcxx {

/// Could an attribute of stcache stand in what is on standard input? It can be read from
/// the beginning afterwards.
bool inputMentionsAttribute();

} // namespace stcxx

#endif
