// What stands behind -fplugin-arg-stcache-.

#ifndef STCACHE_CORE_PLUGINCONFIG_H
#define STCACHE_CORE_PLUGINCONFIG_H

#include "Fingerprint.h"
#include "State.h"

namespace stcache {

struct PluginConfig {
  bool PrintGenerated = false;
  bool Fingerprints = true; // whether to leave a note with all functions' fingerprints
  bool WarnLegacy = true;   // of [[st::cache]]
  FingerprintConfig Fingerprint;
  StateWarnings Warnings;

  /// Reads the arguments; reports what it does not know.
  bool read(llvm::ArrayRef<std::string> Args, clang::DiagnosticsEngine &Diags);
};

} // namespace stcache

#endif // STCACHE_CORE_PLUGINCONFIG_H
