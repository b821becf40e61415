//===- Installation.cpp - Where stcache lies ------------------------------===//

#include "Installation.h"

#include "Config.h"
#include "File.h"

#include <algorithm>
#include <iterator>

namespace stcxx {

std::string Installation::plugin(unsigned Major) const {
  return LibDir + "/stcache/stcache-clang" + std::to_string(Major) + ".so";
}

Installation Installation::find() {
  Installation I;
  I.Self = readLink("/proc/self/exe");
  std::string Bin = I.Self.substr(0, I.Self.rfind('/'));
  I.Tool = Bin + "/stcache";
  I.IncludeDir = normalize(Bin + '/' + IncludeFromBin);
  I.LibDir = normalize(Bin + '/' + LibFromBin);
  I.Runtime = I.LibDir + "/libstcache.so";
  return I;
}

std::string supportedMajors() {
  std::string Text;
  size_t Count = std::size(Majors);
  for (size_t I = 0; I != Count; ++I) {
    if (I)
      Text += I + 1 == Count ? " and " : ", ";
    Text += std::to_string(Majors[I]);
  }
  return Text;
}

bool isSupportedMajor(unsigned Major) {
  return std::find(std::begin(Majors), std::end(Majors), Major) != std::end(Majors);
}

} // namespace stcxx
