//===- Command.cpp - What the commands of stcache have in common ----------===//

#include "Command.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {

int fail(const Twine &Message, const Twine &Remedy) {
  errs() << "stcache: error: " << Message << '\n';
  if (!Remedy.isTriviallyEmpty() && !Remedy.str().empty())
    errs() << "stcache: note: " << Remedy << '\n';
  return 1;
}

std::vector<std::string> similar(StringRef Wanted, ArrayRef<std::string> Names) {
  // The last component counts, too: `load` is meant for `app::load`.
  std::vector<std::pair<unsigned, StringRef>> Ranked;
  for (StringRef Name : Names) {
    size_t Colons = Name.rfind("::");
    StringRef Last = Colons == StringRef::npos ? Name : Name.substr(Colons + 2);
    unsigned Limit = Wanted.size() < 3 ? 0 : Wanted.size() / 3;
    unsigned Distance =
        std::min(Wanted.edit_distance(Name, true, Limit), Wanted.edit_distance(Last, true, Limit));
    if (Distance <= Limit)
      Ranked.push_back({Distance, Name});
  }
  sort(Ranked);
  std::vector<std::string> Result;
  for (const auto &[Distance, Name] : Ranked)
    if (Result.size() < 3 && !is_contained(Result, Name))
      Result.push_back(Name.str());
  return Result;
}

std::string didYouMean(ArrayRef<std::string> Names, const Twine &Otherwise) {
  if (Names.empty())
    return Otherwise.str();
  std::string Text = "did you mean ";
  for (auto [I, Name] : enumerate(Names))
    Text += (I == 0 ? "'" : I + 1 == Names.size() ? " or '" : ", '") + Name + "'";
  return Text + "?";
}

bool Options::unknown(StringRef Name) {
  std::vector<std::string> Names;
  Names.reserve(Known.size());
  for (const Option &O : Known)
    Names.push_back(O.Name.str());
  fail("unknown option '" + Name + "' of 'stcache " + Of.Name + "'",
       didYouMean(similar(Name, Names),
                  "see stcache " + Of.Name + " --help; options of the compiler stand behind '--'"));
  return false;
}

bool Options::parse(ArrayRef<std::string> Args) {
  while (!Args.empty()) {
    StringRef Arg = Args.front();
    Args = Args.drop_front();
    if (Arg == "--") {
      HasRest = true;
      Rest = Args.vec();
      return true;
    }
    if (!Arg.starts_with("-") || Arg == "-") {
      Operands.push_back(Arg.str());
      continue;
    }
    StringRef Name = Arg, Value;
    bool Attached = false;
    if (Arg.starts_with("--") && Arg.contains('=')) {
      std::tie(Name, Value) = Arg.split('=');
      Attached = true;
    } else if (!Arg.starts_with("--") && Arg.size() > 2) {
      Name = Arg.take_front(2);
      Value = Arg.drop_front(2);
      Attached = true;
    }
    auto Found = find_if(Known, [&](const Option &O) { return O.Name == Name; });
    if (Found == Known.end())
      return unknown(Arg);
    if (auto **Flag = std::get_if<bool *>(&Found->Target)) {
      if (Attached) {
        fail("option '" + Name + "' takes no value, but '" + Value + "' was given");
        return false;
      }
      **Flag = true;
      continue;
    }
    if (!Attached) {
      if (Args.empty() || Args.front() == "--") {
        fail("option '" + Name + "' needs a value", "see stcache " + Of.Name + " --help");
        return false;
      }
      Value = Args.front();
      Args = Args.drop_front();
    }
    if (auto **Text = std::get_if<std::string *>(&Found->Target))
      **Text = Value.str();
    else
      std::get<std::vector<std::string> *>(Found->Target)->push_back(Value.str());
  }
  return true;
}

} // namespace stcache::tool
