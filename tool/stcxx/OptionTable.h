//===- OptionTable.h - Compiler options that take the next argument -------===//

#ifndef STCXX_OPTIONTABLE_H
#define STCXX_OPTIONTABLE_H

#include <string_view>

namespace stcxx {

/// How many of the arguments that follow belong to the option \p Arg (and so are
/// neither options nor input files): 0 for most, `-o`, `-I`, `-Xclang`... take 1.
unsigned valuesAfter(std::string_view Arg);

} // namespace stcxx

#endif
