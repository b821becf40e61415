//===- PreprocessedText.h - Source that was preprocessed for GCC ----------===//

#ifndef STCXX_PREPROCESSEDTEXT_H
#define STCXX_PREPROCESSEDTEXT_H

#include <string>

namespace stcxx {

/// Makes what \p Text says of its file true for GCC when it compiles it under another
/// name. __FILE__ and places come from line markers; __BASE_FILE__ does not.
void keepBaseFile(std::string &Text);

} // namespace stcxx

#endif
