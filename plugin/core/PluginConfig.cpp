#include "PluginConfig.h"

#include "Diagnostics.h"

using namespace clang;

namespace stcache {

bool PluginConfig::read(ArrayRef<std::string> Args, DiagnosticsEngine &Diags) {
  for (StringRef Arg : Args) {
    if (Arg == "print") {
      PrintGenerated = true;
    } else if (Arg == "no-fingerprints") {
      Fingerprints = false;
    } else if (Arg.consume_front("follow=") && !Arg.empty()) {
      Fingerprint.FollowDirs.push_back(Arg.str());
    } else if (Arg.consume_front("opaque=") && !Arg.empty()) {
      Fingerprint.OpaqueDirs.push_back(Arg.str());
    } else if (bool Off = Arg.consume_front("no-warn="); Off || Arg.consume_front("warn=")) {
      bool Legacy = Arg == diagnosticId(Diag::LegacyAttribute);
      if (Legacy || Arg == "all")
        WarnLegacy = !Off;
      if (!Legacy && !Warnings.set(Arg, !Off)) {
        report(Diags, SourceLocation(), Diag::UnknownWarning)
            << Arg << (StateWarnings::ids() + ", " + diagnosticId(Diag::LegacyAttribute)).str();
        return false;
      }
    } else {
      // Without a diagnostic, Clang would drop the plugin and compile on.
      report(Diags, SourceLocation(), Diag::BadPluginArgument) << Arg;
      return false;
    }
  }
  return true;
}

} // namespace stcache
