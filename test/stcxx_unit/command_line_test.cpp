// How stcxx reads command lines.

#include "CommandLine.h"
#include "Compiler.h"
#include "Process.h"

#include <gtest/gtest.h>

using namespace stcxx;
using Words = std::vector<std::string>;

namespace {

CommandLine parse(const char *Program, const Words &Args) {
  return CommandLine::parse(Program, Args);
}

TEST(Tokenize, SplitsAsClangDoes) {
  EXPECT_EQ(tokenize("a  b\n\tc"), (Words{"a", "b", "c"}));
  EXPECT_EQ(tokenize("'a b' \"c d\"e"), (Words{"a b", "c de"}));
  EXPECT_EQ(tokenize("a\\ b 'c\\'d' \"e\\\"f\""), (Words{"a b", "c'd", "e\"f"}));
  EXPECT_EQ(tokenize("'' x"), (Words{"", "x"}));
  EXPECT_EQ(tokenize("a 'open"), (Words{"a", "open"}));
  EXPECT_EQ(tokenize("end\\"), (Words{"end"}));
  EXPECT_TRUE(tokenize(" \r\n").empty());
}

TEST(DriverMode, ComesFromTheName) {
  for (const char *Name :
       {"clang++", "clang++-19", "/usr/bin/c++", "g++-12.2", "x86_64-linux-gnu-g++"})
    EXPECT_EQ(driverModeOf(Name), DriverMode::CXX) << Name;
  for (const char *Name : {"clang", "clang-19", "gcc", "cc", "my-cc"})
    EXPECT_EQ(driverModeOf(Name), DriverMode::C) << Name;
  EXPECT_EQ(driverModeOf("clang-cpp-19"), DriverMode::CPP);
  EXPECT_EQ(driverModeOf("clang-cl-19"), DriverMode::CL);
}

TEST(CommandLine, ValuesAreNoInputs) {
  for (const char *Option :
       {"-o", "-I", "-include", "-Xclang", "-MF", "-isystem", "-target", "-T"}) {
    CommandLine CL = parse("clang", {Option, "a.cpp", "-c", "b.c"});
    EXPECT_FALSE(CL.CXX) << Option;
  }
  EXPECT_TRUE(parse("clang", {"-Ifoo", "a.cpp"}).CXX);
  EXPECT_TRUE(parse("clang", {"-c", "a.cpp", "-o"}).CXX); // the value is missing
}

TEST(CommandLine, LanguageOfInputs) {
  EXPECT_FALSE(parse("clang", {"a.c"}).CXX);
  EXPECT_TRUE(parse("clang++", {"a.c"}).CXX);
  EXPECT_TRUE(parse("clang", {"-x", "c++", "a.c"}).CXX);
  EXPECT_FALSE(parse("clang++", {"-xc", "a.cpp"}).CXX);
  EXPECT_TRUE(parse("clang", {"-xc", "a.cpp", "-x", "none", "b.cpp"}).CXX);
  EXPECT_TRUE(parse("clang", {"--language=c++", "a"}).LanguageSet);
  EXPECT_FALSE(parse("clang", {"-xc++", "a", "-xnone"}).LanguageSet);
  EXPECT_FALSE(parse("clang++", {"a.ii"}).Includes);
  EXPECT_FALSE(parse("clang++", {"a.cu"}).CXX);
  for (const Words &C :
       {Words{"a.c"}, {"a.i"}, {"-x", "cpp-output", "a"}, {"-xc", "a.cpp"}, {"b.cpp", "a.c"}})
    EXPECT_TRUE(parse("clang", C).C) << C[0];
  for (const Words &NoC : {Words{"a.h"},
                           {"a.m"},
                           {"a.s"},
                           {"a.S"},
                           {"a.o"},
                           {"a.ll"},
                           {"-x", "c-header", "a"},
                           {"a.cpp"}})
    EXPECT_FALSE(parse("clang", NoC).C) << NoC[0];
  EXPECT_FALSE(parse("clang++", {"a.c"}).C);
  EXPECT_TRUE(parse("clang++", {"-x", "c", "a.c"}).C);
}

TEST(CommandLine, WhetherItLinks) {
  EXPECT_TRUE(parse("clang++", {"a.cpp"}).Link);
  EXPECT_TRUE(parse("clang++", {"a.o"}).Link);
  EXPECT_TRUE(parse("clang++", {"a.h", "b.o"}).Link);
  EXPECT_FALSE(parse("clang++", {"a.h"}).Link);
  for (const char *Option : {"-c", "-S", "-E", "-M", "-MM", "-fsyntax-only", "--precompile", "-c"})
    EXPECT_FALSE(parse("clang++", {"a.cpp", Option}).Link) << Option;
  EXPECT_TRUE(parse("clang++", {"-v"}).Nothing);
  EXPECT_TRUE(parse("clang++", {"a.cpp", "--version"}).Nothing);
  EXPECT_TRUE(parse("clang++", {}).Nothing);
}

TEST(CommandLine, AfterDashesAllAreInputs) {
  CommandLine CL = parse("clang++", {"--", "-c", "-b.cpp"});
  EXPECT_TRUE(CL.CXX && CL.Link && CL.DashDash);
}

TEST(CommandLine, WhenTheRuntimeIsLeftOut) {
  for (const char *Option : {"-static", "-static-pie", "-nostdlib", "-nodefaultlibs", "-m32",
                             "--target=riscv64-linux-gnu", "-r", "-Wl,-r"})
    EXPECT_FALSE(parse("clang++", {"a.o", Option}).NoRuntime.empty()) << Option;
  EXPECT_FALSE(parse("clang++", {"-target", "wasm32", "a.o"}).NoRuntime.empty());
  for (const char *Option :
       {"-static-libgcc", "-static-libstdc++", "-shared", "-nostdlib++", "-rdynamic"})
    EXPECT_TRUE(parse("clang++", {"a.o", Option}).NoRuntime.empty()) << Option;
}

TEST(Command, SplitsOffLaunchers) {
  auto Split = [](const Words &W) { return Command::split(W, "/opt/bin/stcxx"); };
  Command C = Split({"ccache", "a=b", "clang++", "-c", "x=y"});
  EXPECT_EQ(C.Launchers, (Words{"ccache", "a=b"}));
  EXPECT_EQ(C.Compiler, "clang++");
  EXPECT_EQ(C.Args, (Words{"-c", "x=y"}));
  C = Split({"env", "-u", "X", "PATH=/p", "stcxx", "/bin/distcc", "cc"});
  EXPECT_EQ(C.Launchers, (Words{"env", "-u", "X", "PATH=/p", "/bin/distcc"}));
  EXPECT_EQ(C.Path, "/p");
  EXPECT_EQ(C.Compiler, "cc");
  C = Split({"ccache", "-s"});
  EXPECT_TRUE(C.Compiler.empty());
  EXPECT_EQ(C.Args, Words{"-s"});
}

TEST(Quote, ForAShell) {
  EXPECT_EQ(quote({"a", "b c", "", "d'e", "$f"}), "a 'b c' '' 'd'\\''e' '$f'");
}

} // namespace
