//===- MigrationFiles.cpp - The files that a migration is about -----------===//

#include "MigrationFiles.h"

#include "WriteFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <csignal>

using namespace llvm;

namespace stcache::tool {
namespace {

std::string realPath(const Twine &Path) {
  SmallString<256> Real;
  return sys::fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

/// Root may write any file, but one without a permission to write was made so on purpose.
std::string obstacleToWriting(const std::string &Path, const std::string &Shown) {
  ErrorOr<sys::fs::perms> Mode = sys::fs::getPermissions(Path);
  if (!Mode || (*Mode & sys::fs::all_write) == 0 ||
      sys::fs::access(Path, sys::fs::AccessMode::Write))
    return "'" + Shown + "' cannot be written: make it writable, and migrate again";
  StringRef Directory = sys::path::parent_path(Path);
  if (sys::fs::access(Directory, sys::fs::AccessMode::Write))
    return ("the directory '" + Directory +
            "' cannot be written: make it writable, and migrate "
            "again")
        .str();
  return {};
}

/// No signal ends the process while this lives.
class SignalsWait {
public:
  SignalsWait() {
    sigset_t All;
    sigemptyset(&All);
    for (int Signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP})
      sigaddset(&All, Signal);
    sigprocmask(SIG_BLOCK, &All, &Before);
  }
  ~SignalsWait() { sigprocmask(SIG_SETMASK, &Before, nullptr); }

private:
  sigset_t Before;
};

} // namespace

MigrationFiles::MigrationFiles(ArrayRef<std::string> Named, bool NeedsWriting)
    : Here(realPath(".")), NeedsWriting(NeedsWriting) {
  for (const std::string &Name : Named)
    Given.try_emplace(realPath(Name), Name);
}

std::string MigrationFiles::shown(StringRef RealPath) const {
  if (auto Found = Given.find(RealPath.str()); Found != Given.end())
    return Found->second;
  StringRef Rest = RealPath;
  if (Rest.consume_front(Here) && (Here == "/" || Rest.consume_front("/")))
    return Rest.str();
  return RealPath.str();
}

const MigrationFiles::Entry &MigrationFiles::at(const std::string &RealPath) {
  auto [It, New] = Entries.try_emplace(RealPath);
  Entry &E = It->second;
  if (!New)
    return E;
  E.Shown = shown(RealPath);
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(
      RealPath, /*IsText=*/false, /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
  if (!Text) {
    E.Obstacle = "'" + E.Shown + "' cannot be read: " + Text.getError().message();
    return E;
  }
  E.Content = (*Text)->getBuffer().str();
  E.Text = hashText(E.Content);
  if (NeedsWriting)
    E.Obstacle = obstacleToWriting(RealPath, E.Shown);
  return E;
}

Error carryOut(const MigrationPlan &Plan, MigrationFiles &Files) {
  SignalsWait Wait;
  std::vector<const std::string *> Written;
  for (const auto &[Path, Edits] : Plan.Edits) {
    Error Why = writeFile(Path, applied(Files.at(Path).Content, Edits));
    if (!Why) {
      Written.push_back(&Path);
      continue;
    }
    // An attribute's edits may be in several files, and files belong together.
    for (const std::string *Earlier : Written)
      Why = joinErrors(std::move(Why), writeFile(*Earlier, Files.at(*Earlier).Content));
    return Why;
  }
  return Error::success();
}

} // namespace stcache::tool
