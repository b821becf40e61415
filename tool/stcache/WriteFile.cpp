//===- WriteFile.cpp - Writing a file as a whole --------------------------===//

#include "WriteFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

#include <filesystem>

using namespace llvm;

namespace stcache::tool {
namespace {

/// What a path names when its links are followed; it may not be there yet.
std::string followed(StringRef Path) {
  std::filesystem::path Target(Path.str());
  std::error_code Error;
  for (int Links = 0; Links < 40 && std::filesystem::is_symlink(Target, Error); ++Links)
    Target = Target.parent_path() / std::filesystem::read_symlink(Target, Error);
  return Target.string();
}

std::error_code write(raw_fd_ostream &OS, StringRef Text) {
  OS << Text;
  OS.flush();
  std::error_code Why = OS.error();
  OS.clear_error();
  return Why;
}

/// Makes a file beside another. Not createUniqueFile, which takes each '%' of a path for a blank.
std::error_code createBeside(StringRef Path, unsigned Mode, std::string &Name, int &FD) {
  std::error_code Why;
  do {
    Name = (Path + "." + utohexstr(sys::Process::GetRandomNumber(), true, 8)).str();
    Why = sys::fs::openFileForWrite(Name, FD, sys::fs::CD_CreateNew, sys::fs::OF_None, Mode);
  } while (Why == std::errc::file_exists);
  return Why;
}

std::error_code replace(StringRef Path, StringRef Text, const sys::fs::file_status *Old,
                        unsigned Mode) {
  std::string Name;
  int FD;
  if (std::error_code Why = createBeside(Path, Mode, Name, FD))
    return Why;
  sys::RemoveFileOnSignal(Name);
  FileRemover Remover(Name);
  std::error_code Why;
  {
    raw_fd_ostream OS(FD, /*shouldClose=*/true);
    Why = write(OS, Text);
    if (!Why && Old) {
      // Only root can give a file away; else it becomes the user's. It comes first, as it clears
      // some of the permissions.
      [[maybe_unused]] std::error_code NotGiven =
          sys::fs::changeFileOwnership(FD, Old->getUser(), Old->getGroup());
      Why = sys::fs::setPermissions(FD, Old->permissions());
    }
  }
  if (!Why && !(Why = sys::fs::rename(Name, Path)))
    Remover.releaseFile();
  sys::DontRemoveFileOnSignal(Name);
  return Why;
}

std::error_code write(StringRef Path, StringRef Text, unsigned Mode) {
  sys::fs::file_status Status;
  std::error_code Why = sys::fs::status(Path, Status);
  if (Why == std::errc::no_such_file_or_directory)
    return replace(followed(Path), Text, nullptr, Mode);
  if (Why)
    return Why;
  if (Status.type() == sys::fs::file_type::regular_file) {
    Why = sys::fs::access(Path, sys::fs::AccessMode::Write); // a rename would not ask for it
    return Why ? Why : replace(followed(Path), Text, &Status, Mode);
  }
  raw_fd_ostream OS(Path, Why);
  return Why ? Why : write(OS, Text);
}

} // namespace

Error writeFile(StringRef Path, StringRef Text, unsigned Mode) {
  if (std::error_code Why = write(Path, Text, Mode))
    return createStringError(Why, "cannot write '" + Path + "': " + Why.message());
  return Error::success();
}

} // namespace stcache::tool
