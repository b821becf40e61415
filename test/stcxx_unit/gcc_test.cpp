// How stcxx takes commands for GCC apart.

#include "Dependencies.h"
#include "Mention.h"
#include "PreprocessedText.h"
#include "SourceCommand.h"

#include <gtest/gtest.h>

using namespace stcxx;
using Words = std::vector<std::string>;

namespace {

GccCommand gcc(const Words &Args, const char *Name = "g++") {
  GccCommand G;
  G.Given.Launchers = {"nice", "ccache"};
  G.Given.LocalLaunchers = {"nice"};
  G.Given.Compiler = Name;
  G.Given.Args = Args;
  G.CL = CommandLine::parse(Name, Args);
  G.Major = 12;
  G.Before = {"-isystem", "/i"};
  return G;
}

Words sourceNames(const Words &Args, const char *Name = "g++") {
  GccCommand G = gcc(Args, Name);
  Words Names;
  for (const Input &I : G.sources())
    Names.push_back(G.CL.Expanded[I.At].Text);
  return Names;
}

struct One {
  GccCommand G;
  SourceCommand Source;
  explicit One(const Words &Args) : G(gcc(Args)), Source(G, G.sources().front(), "/s") {}
};

TEST(GccSources, AreWhatGccCompiles) {
  EXPECT_EQ(sourceNames({"-c", "a.cpp"}), Words{"a.cpp"});
  EXPECT_EQ(sourceNames({"-fsyntax-only", "a.cpp"}), Words{"a.cpp"});
  EXPECT_EQ(sourceNames({"a.cc", "b.o", "c.c", "-o", "x.cpp"}), (Words{"a.cc", "c.c"}));
  EXPECT_EQ(sourceNames({"-x", "c++", "a", "-x", "none", "b"}), Words{"a"});
  EXPECT_EQ(sourceNames({"-c", "a.c"}, "gcc"), Words{"a.c"});
  for (const Words &None : {Words{"-c", "a.CXX"},
                            {"-c", "a.ixx"},
                            {"-c", "a.mm"},
                            {"-c", "a.ii"},
                            {"-c", "a.s"},
                            {"-x", "c++-header", "a.h"},
                            {"-x", "objective-c++", "-c", "a"},
                            {"-x", "cpp-output", "-c", "a"},
                            {"-x", "c++", "-c", "-"},
                            {"-E", "a.cpp"},
                            {"-MM", "a.cpp"},
                            {"-###", "a.cpp"},
                            {"--version", "a.cpp"},
                            {"-fpreprocessed", "a.cpp"},
                            {"-c", "a.cpp", "b.cpp", "-o", "c.o"}})
    EXPECT_TRUE(sourceNames(None).empty()) << None.back();
}

TEST(GccCommands, CompileAlone) {
  One A({"-DX", "-c", "dir/a.cpp"});
  EXPECT_EQ(A.Source.output(), "a.o");
  EXPECT_EQ(A.Source.original(),
            (Words{"nice", "ccache", "g++", "-isystem", "/i", "-DX", "-c", "dir/a.cpp"}));
  EXPECT_EQ(A.Source.forTool(), (Words{"g++", "-DX", "-c", "dir/a.cpp"}));
  EXPECT_EQ(A.Source.preprocess(), (Words{"nice", "g++", "-isystem", "/i", "-DX", "dir/a.cpp", "-E",
                                          "-fdirectives-only", "-Wno-unused-macros"}));
  EXPECT_EQ(
      A.Source.compileInstead("/s/a.cpp"),
      (Words{"nice", "g++", "-isystem", "/i", "-DX", "-c", "-x", "c++", "/s/a.cpp",
             "-fpreprocessed", "-fdirectives-only", "-Wno-unused-macros", "-fno-gnu-unique"}));
  EXPECT_EQ(A.Source.substitute(), "/s/a.cpp");
  EXPECT_EQ(One({"-S", "a.cpp"}).Source.output(), "a.s");
  EXPECT_EQ(One({"-S", "a.cpp", "-o", "-"}).Source.output(), "");
  EXPECT_EQ(One({"-c", "a.cpp", "-ob.o"}).Source.output(), "b.o");
}

TEST(GccCommands, DependenciesComeFromPreprocessing) {
  One A({"-MMD", "-MFx.d", "-MP", "-Wp,-DY,-MT,t", "-c", "a.cpp", "-o", "o/a.o"});
  EXPECT_TRUE(A.Source.wantsUsersDependencies());
  EXPECT_EQ(A.Source.dependencyFile(), "x.d");
  EXPECT_TRUE(One({"-MD", "-isystem", "i", "-c", "a.cpp"}).Source.wantsUsersDependencies());
  EXPECT_FALSE(One({"-MMD", "-isystem", "i", "-c", "a.cpp"}).Source.wantsUsersDependencies());
  EXPECT_EQ(
      A.Source.preprocess("/s/d"),
      (Words{"nice", "g++", "-isystem", "/i", "-Wp,-DY", "a.cpp", "-E", "-fdirectives-only",
             "-Wno-unused-macros", "-MMD", "-MP", "-MT", "t", "-MQ", "o/a.o", "-MF", "/s/d"}));
  for (const std::string &Arg : A.Source.compileInstead("f"))
    EXPECT_FALSE(Arg.starts_with("-M")) << Arg;
  Words Wp = One({"-Wp,-MD,x.d", "-c", "a.cpp", "-o", "o/a.o"}).Source.preprocess("/s/d");
  EXPECT_EQ(Words(Wp.end() - 5, Wp.end()), (Words{"-MD", "-MQ", "a.o", "-MF", "/s/d"}));
  EXPECT_FALSE(One({"-c", "a.cpp"}).Source.wantsDependencies());
}

TEST(GccCommands, WhatIsForUsAlone) {
  One A({"-fplugin-arg-stcache-no-fingerprints", "-c", "a.cpp", "-flto", "-DF=[[st::cache_data]]"});
  EXPECT_FALSE(A.Source.wantsFingerprints());
  EXPECT_TRUE(A.Source.optimizesAtLink());
  EXPECT_TRUE(A.Source.mentionsAttribute());
  EXPECT_EQ(A.Source.forTool()[1], "-fplugin-arg-stcache-no-fingerprints");
  for (const std::string &Arg : A.Source.original())
    EXPECT_FALSE(Arg.starts_with("-fplugin")) << Arg;
  One B({"-flto=auto", "-fno-lto", "-c", "a.cpp", "-I", "cache_data"});
  EXPECT_FALSE(B.Source.optimizesAtLink() || B.Source.mentionsAttribute());
}

TEST(CompilerProper, IsReadFromTheDriver) {
  auto P = CompilerProper::parse("Target: x\n"
                                 " /l/cc1plus -E -quiet -MD \"d/p q.d\" -MQ d/p a.cpp -o d/p-a.ii\n"
                                 " /l/cc1plus -fpreprocessed d/p-a.ii -quiet -dumpdir d/p- "
                                 "-dumpbase a.cpp -dumpbase-ext .cpp\n"
                                 " as -o x.o y.s\nCOLLECT_GCC_OPTIONS='-c'\n");
  ASSERT_TRUE(P);
  EXPECT_EQ(P->DependencyFile, "d/p q.d");
  EXPECT_EQ(P->DumpOptions,
            (Words{"-dumpdir", "d/p-", "-dumpbase", "a.cpp", "-dumpbase-ext", ".cpp"}));
  P = CompilerProper::parse(" \"/l l/cc1\" -MMD a.d -MF \"\\$x\\\"y.d\" a.c\n");
  ASSERT_TRUE(P);
  EXPECT_EQ(P->DependencyFile, "$x\"y.d");
  EXPECT_FALSE(CompilerProper::parse("cc1 -MD x\n as y\n"));
}

TEST(Dependencies, AreReadAsMakeDoes) {
  EXPECT_EQ(prerequisites("a.o b.o: a.cpp \\\n b\\ c/d'e.h \\\n $$x y\\#z w\\:v\n\nb.h:\n"),
            (Words{"a.cpp", "b c/d'e.h", "$x", "y#z", "w:v"}));
  EXPECT_EQ(prerequisites("c\\:d.o: a"), Words{"a"});
  EXPECT_TRUE(prerequisites("a.o:\n").empty());
  EXPECT_TRUE(prerequisites("").empty());
}

TEST(Mention, OfAnAttribute) {
  for (const char *Yes :
       {"[[st::cache_data]]", "[[using st: cache_resource]]", "cache_data", "x cache st::cache_##x",
        "cachecache_data", "st :: cache(ttl = 1)", "[[using st: cache]]", "[[using st:cache]]"})
    EXPECT_TRUE(mentionsAttribute(Yes)) << Yes;
  for (const char *No : {"", "cache", "ccache", "st::cach", "cached_data", "cache_dat", "stcache",
                         "cache _data", "::cache", "public: cache", "st cache", "st/cache.h"})
    EXPECT_FALSE(mentionsAttribute(No)) << No;
}

TEST(PreprocessedText, KeepsTheNameOfTheBaseFile) {
  auto Kept = [](std::string Text) {
    keepBaseFile(Text);
    return Text;
  };
  std::string Define =
      "# 1 \"<stcache>\" 3\n#undef __BASE_FILE__\n#define __BASE_FILE__ \"a\\\"b\"\n";
  EXPECT_EQ(Kept("# 0 \"a\\\"b\"\n# 0 \"<built-in>\"\n__BASE_FILE__\n"),
            "# 0 \"a\\\"b\"\n" + Define + "# 0 \"<built-in>\"\n__BASE_FILE__\n");
  EXPECT_EQ(Kept("# 0 \"a\\\"b\"\n# 1 \"/d//\"\n__BASE_FILE__\n"),
            "# 0 \"a\\\"b\"\n# 1 \"/d//\"\n" + Define + "__BASE_FILE__\n");
  for (const char *Same : {"", "__BASE_FILE__", "# 0 \"a\"\nint x;\n", "\n\"__BASE_FILE__"})
    EXPECT_EQ(Kept(Same), Same);
}

} // namespace
