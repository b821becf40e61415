//===- Run.cpp - The commands there are -----------------------------------===//

#include "Command.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

const Command *const Commands[] = {&ExpandCommand,      &RewriteCommand, &MigrateCommand,
                                   &FingerprintCommand, &ExplainCommand, &ListCommand,
                                   &ShowCommand,        &StatsCommand,   &ClearCommand,
                                   &PruneCommand,       &VerifyCommand,  &DirCommand};

void printHelp(raw_ostream &OS) {
  OS << "usage: stcache COMMAND ARGUMENT...\n"
        "       stcache help COMMAND\n"
        "       stcache --help | --version\n"
        "\n"
        "Shows what stcache knows of your code, and looks after the store of results.\n"
        "\n";
  for (const Command *C : Commands)
    if (!C->Summary.empty()) // else it is for other programs
      OS << formatv("  {0,-13} {1}\n", C->Name, C->Summary);
}

const Command *find(StringRef Name) {
  std::vector<std::string> Names;
  for (const Command *C : Commands) {
    if (C->Name == Name)
      return C;
    Names.push_back(C->Name.str());
  }
  fail("unknown command '" + Name + "'",
       didYouMean(similar(Name, Names), "see stcache --help for the commands there are"));
  return nullptr;
}

} // namespace

int run(ArrayRef<std::string> Args) {
  if (Args.empty()) {
    printHelp(errs());
    return 1;
  }
  StringRef First = Args.front();
  Args = Args.drop_front();
  if (First == "--version") {
    outs() << "stcache " STCACHE_VERSION " (Clang " STCACHE_CLANG_MAJOR ")\n";
    return 0;
  }
  bool Help = First == "help" || First == "--help" || First == "-h";
  if (Help && Args.empty()) {
    printHelp(outs());
    return 0;
  }
  if (!Help && First.starts_with("-"))
    return fail("unknown option '" + First + "'", "see stcache --help");
  const Command *C = find(Help ? StringRef(Args.front()) : First);
  if (!C)
    return 1;
  for (StringRef Arg : Args) {
    if (Arg == "--")
      break;
    Help |= Arg == "--help" || Arg == "-h";
  }
  if (Help) {
    outs() << C->Help;
    return 0;
  }
  return C->Run(*C, Args);
}

} // namespace stcache::tool
