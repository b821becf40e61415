#include "MigrationPrint.h"
#include "ProgressBar.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

#include <random>

using namespace stcache::tool;

namespace {

constexpr auto Data = MigrationUse::Kind::Data, Resource = MigrationUse::Kind::Resource;

/// What one file says.
class ReportOf {
public:
  explicit ReportOf(std::string Unit) { Made.Unit = std::move(Unit); }

  unsigned file(const std::string &Path) {
    auto &Files = Made.Report.Files;
    for (unsigned I = 0; I < Files.size(); ++I)
      if (Files[I].Path == Path)
        return I;
    Files.push_back({Path, hashText(Path)});
    return unsigned(Files.size() - 1);
  }
  MigrationPoint at(const std::string &Path, unsigned Offset) {
    return {file(Path), Offset, Offset / 10 + 1, Offset % 10 + 1};
  }
  unsigned macro(const std::string &Name, const MigrationPoint &At, unsigned Expansions) {
    Made.Report.Macros.push_back({Name, At, Expansions});
    return unsigned(Made.Report.Macros.size() - 1);
  }
  /// An attribute that is written in a file; each on a function of its own.
  MigrationUse &use(const std::string &Path, unsigned Offset, std::optional<MigrationUse::Kind> K) {
    MigrationUse U;
    U.Shown = at(Path, Offset);
    U.Function = U.Attribute = unsigned(Made.Report.Uses.size());
    U.Name = "f";
    U.Better = K;
    U.Warning = "warned";
    if (K)
      U.Changes.push_back({U.Shown.File, Offset, 5, text(*K), std::nullopt});
    Made.Report.Uses.push_back(U);
    return Made.Report.Uses.back();
  }
  /// One that a macro gives, whose definition is a file of its own, with the attribute at byte 30.
  MigrationUse &macroUse(const std::string &Path, unsigned Offset, MigrationUse::Kind K,
                         unsigned Macro) {
    MigrationUse &U = use(Path, Offset, K);
    MigrationPoint Definition = Made.Report.Macros[Macro].At;
    Definition.Offset += 30;
    U.Expansions.push_back({Made.Report.Macros[Macro].Name, Definition});
    U.Changes = {{Definition.File, Definition.Offset, 5, text(K), Macro}};
    return U;
  }
  static std::string text(MigrationUse::Kind K) {
    return K == Data ? "cache_data" : "cache_resource";
  }

  MigrationInput Made;
};

/// Those that cannot be changed, and why.
std::map<std::string, std::string> Obstacles;

MigrationPlan plan(const std::vector<ReportOf> &Reports) {
  std::vector<MigrationInput> Inputs;
  Inputs.reserve(Reports.size());
  for (const ReportOf &R : Reports)
    Inputs.push_back(R.Made);
  std::map<std::string, MigrationFile> Files;
  return planMigration(Inputs, [&](const std::string &Path) -> const MigrationFile & {
    auto [It, New] = Files.try_emplace(Path);
    It->second = {Path.substr(1), hashText(Path), Obstacles[Path]};
    return It->second;
  });
}

std::vector<std::string> remarks(const MigrationPlan &Plan) {
  std::vector<std::string> Result;
  Result.reserve(Plan.Uses.size());
  for (const PlannedUse &U : Plan.Uses)
    Result.push_back(U.Remark);
  return Result;
}

using Texts = std::vector<std::string>;

size_t editsOf(const MigrationPlan &Plan) {
  size_t Count = 0;
  for (const auto &[Path, Edits] : Plan.Edits)
    Count += Edits.size();
  return Count;
}

TEST(MigrationReport, ComesBack) {
  ReportOf R("a.cpp");
  R.macroUse("/h.h", 5, Resource, R.macro("M\xff", R.at("/m.h", 3), 2)).Remedy = "no";
  R.use("/a.cpp", 7, std::nullopt).Incomplete = true;
  R.Made.Report.NotCompiled.push_back({R.at("/h.h", 9), "N"});
  R.Made.Report.Messages = std::string("a\0b\n", 4);
  R.Made.Report.Failed = true;
  std::string Bytes = toBytes(R.Made.Report);
  llvm::Expected<MigrationReport> Back = migrationReport(Bytes);
  ASSERT_TRUE(bool(Back));
  EXPECT_EQ(toBytes(*Back), Bytes);
  EXPECT_EQ(Back->Uses[0].Expansions[0].Macro, "M\xff");
  EXPECT_EQ(Back->Uses[0].Changes[0].Macro, 0U);
  EXPECT_EQ(Back->Uses[0].Better, Resource);
  EXPECT_FALSE(Back->Uses[1].Better.has_value());
  EXPECT_TRUE(Back->Uses[1].Incomplete);
  EXPECT_EQ(Back->Messages.size(), 4U);
}

bool isRefused(llvm::StringRef Bytes) {
  llvm::Expected<MigrationReport> Report = migrationReport(Bytes);
  if (Report)
    return false;
  llvm::consumeError(Report.takeError());
  return true;
}

TEST(MigrationReport, DamageIsRefused) {
  ReportOf R("a.cpp");
  R.macroUse("/h.h", 5, Resource, R.macro("M", R.at("/m.h", 3), 2));
  R.Made.Report.NotCompiled.push_back({R.at("/h.h", 9), "N"});
  std::string Bytes = toBytes(R.Made.Report);
  for (size_t I = 0; I < Bytes.size(); ++I)
    EXPECT_TRUE(isRefused(llvm::StringRef(Bytes).take_front(I))) << I;
  EXPECT_TRUE(isRefused(Bytes + "x"));
  // What is taken nevertheless refers to nothing that is not there.
  std::mt19937 Random(1);
  for (int Round = 0; Round < 20000; ++Round) {
    std::string Damaged = Bytes;
    for (int I = 0; I < 3; ++I)
      Damaged[Random() % Damaged.size()] = char(Random() % 3 ? Random() % 4 : Random());
    llvm::Expected<MigrationReport> Report = migrationReport(Damaged);
    if (!Report) {
      llvm::consumeError(Report.takeError());
      continue;
    }
    ReportOf Taken("a.cpp");
    Taken.Made.Report = std::move(*Report);
    plan({Taken});
  }
}

TEST(MigrationReport, ReferencesAreLookedAt) {
  for (int Wrong = 0; Wrong < 4; ++Wrong) {
    ReportOf R("a.cpp");
    MigrationUse &U = R.macroUse("/h.h", 5, Resource, R.macro("M", R.at("/m.h", 3), 2));
    if (Wrong == 0)
      U.Shown.File = 2;
    else if (Wrong == 1)
      U.Changes[0].Macro = 1;
    else if (Wrong == 2)
      U.Changes[0].File = 7;
    EXPECT_EQ(isRefused(toBytes(R.Made.Report)), Wrong != 3);
  }
}

TEST(MigrationPlan, HeadersCountOnce) {
  ReportOf A("a.cpp"), B("b.cpp");
  A.use("/a.cpp", 30, Resource);
  A.use("/h.h", 20, Data);
  B.use("/h.h", 20, Data);
  MigrationPlan Plan = plan({A, B});
  ASSERT_EQ(Plan.Uses.size(), 2U);
  EXPECT_EQ(Plan.Uses[0].Shown.Path, "/a.cpp");
  EXPECT_EQ(Plan.Uses[1].Shown.Line, 3U);
  EXPECT_EQ(remarks(Plan), (Texts{"", ""}));
  ASSERT_EQ(Plan.Edits["/h.h"].size(), 1U);
  EXPECT_EQ(applied("0123456789012345678[cache(1)]", Plan.Edits["/h.h"]),
            "0123456789012345678[cache_data(1)]");
  EXPECT_EQ(migrationSummary(Plan, 0, true),
            "2 attributes in 2 files: 2 changed (1 cache_data, 1 cache_resource), 0 left alone, 0 "
            "files not read");
}

TEST(MigrationPlan, ADecisionWinsOverNone) {
  for (bool First : {false, true}) {
    ReportOf A("a.cpp"), B("b.cpp");
    MigrationUse &U = A.use("/h.h", 20, std::nullopt);
    U.Incomplete = true;
    U.Remedy = "no definition";
    U.Changes.push_back({U.Shown.File, 20, 5, "cache", std::nullopt});
    EXPECT_EQ(remarks(plan({A})), Texts{"no definition"});
    B.use("/h.h", 20, Resource);
    EXPECT_EQ(remarks(First ? plan({A, B}) : plan({B, A})), Texts{""});
  }
}

TEST(MigrationPlan, ContradictionsAreLeftAlone) {
  ReportOf A("a.cpp"), B("b.cpp"), C("c.cpp");
  A.use("/h.h", 20, Data);
  B.use("/h.h", 20, Resource);
  MigrationPlan Plan = plan({A, B});
  EXPECT_EQ(remarks(Plan),
            Texts{"'f' gives a value in 'a.cpp', a shared object in 'b.cpp': change it by hand"});
  EXPECT_EQ(editsOf(Plan), 0U);
  C.use("/h.h", 20, Data).Changes[0].Length = 6;
  EXPECT_EQ(remarks(plan({A, C})),
            Texts{"'a.cpp' and 'c.cpp' see different text here: change it by hand"});
  ReportOf D("d.cpp");
  D.use("/h.h", 20, Data).Remedy = "cannot be";
  EXPECT_EQ(remarks(plan({A, D})), Texts{"cannot be"});
  // int f(), &g();
  ReportOf E("e.cpp");
  E.use("/h.h", 20, Data);
  E.use("/h.h", 20, Resource).Name = "g";
  EXPECT_EQ(remarks(plan({E})), Texts{"'f' gives a value, 'g' a shared object: give each an "
                                      "attribute of its own"});
}

TEST(MigrationPlan, UsesOfAMacroAreChangedTogether) {
  ReportOf A("a.cpp"), B("b.cpp");
  unsigned InA = A.macro("CACHED", A.at("/h.h", 8), 2);
  A.macroUse("/a.cpp", 10, Data, InA);
  A.macroUse("/a.cpp", 40, Data, InA);
  B.macroUse("/b.cpp", 10, Data, B.macro("CACHED", B.at("/h.h", 8), 1));
  MigrationPlan Plan = plan({A, B});
  EXPECT_EQ(remarks(Plan), (Texts{"", "", ""}));
  EXPECT_EQ(editsOf(Plan), 1U);
  EXPECT_EQ(Plan.Edits["/h.h"][0].Offset, 38U);

  ReportOf C("c.cpp");
  C.macroUse("/c.cpp", 10, Resource, C.macro("CACHED", C.at("/h.h", 8), 1));
  Plan = plan({A, B, C});
  EXPECT_EQ(remarks(Plan),
            Texts(4, "the macro 'CACHED' is used for values and for shared objects: split it in "
                     "two"));
  EXPECT_EQ(editsOf(Plan), 0U);

  ReportOf D("d.cpp");
  D.macroUse("/d.cpp", 10, Data, D.macro("CACHED", D.at("/h.h", 8), 1)).Remedy = "by hand";
  EXPECT_EQ(remarks(plan({B, D})),
            (Texts{"the macro 'CACHED' is used at d.cpp:2:1, too, which is left alone: split it "
                   "in two",
                   "by hand"}));
}

TEST(MigrationPlan, MacrosWithOtherUsesAreLeftAlone) {
  ReportOf A("a.cpp"), B("b.cpp");
  A.macroUse("/a.cpp", 10, Data, A.macro("CACHED", A.at("/h.h", 8), 1));
  EXPECT_EQ(remarks(plan({A})), Texts{""});
  B.macro("CACHED", B.at("/h.h", 8), 1);
  EXPECT_EQ(remarks(plan({A, B})),
            Texts{"the macro 'CACHED' is used in other ways, too, in 'b.cpp': change it by hand"});
  B.Made.Report.Failed = true;
  EXPECT_EQ(remarks(plan({A, B})),
            Texts{"the macro 'CACHED' is used in 'b.cpp', too, which cannot be read"});
}

TEST(MigrationPlan, OneListOnTwoFunctionsIsOneExpansion) {
  ReportOf A("a.cpp");
  unsigned M = A.macro("CACHED", A.at("/h.h", 8), 2);
  A.macroUse("/a.cpp", 10, Data, M);
  A.macroUse("/a.cpp", 10, Data, M).Attribute = 0;
  EXPECT_EQ(remarks(plan({A})),
            Texts{"the macro 'CACHED' is used in other ways, too, in 'a.cpp': change it by hand"});
  A.Made.Report.Macros[M].Expansions = 1;
  EXPECT_EQ(remarks(plan({A})), Texts{""});
}

TEST(MigrationPlan, RedeclarationsAreChangedTogether) {
  ReportOf A("a.cpp"), B("b.cpp");
  A.use("/h.h", 20, Data);
  A.use("/a.cpp", 10, Data).Function = 0;
  B.use("/h.h", 20, Data);
  EXPECT_EQ(remarks(plan({A, B})), (Texts{"", ""}));
  Obstacles["/h.h"] = "read-only";
  EXPECT_EQ(remarks(plan({A, B})),
            (Texts{"the same function is declared at h.h:3:1, too, which is left alone: change "
                   "both by hand",
                   "read-only"}));
  Obstacles.clear();
}

TEST(MigrationPlan, FilesThatCannotBeReadHoldOthersBack) {
  ReportOf A("a.cpp"), B("b.cpp");
  A.use("/h.h", 20, Data);
  A.use("/h.h", 90, Data);
  B.use("/h.h", 20, Resource); // nonsense, after an error
  B.use("/b.cpp", 10, Resource);
  B.use("/h.h", 90, Data);
  B.use("/b.cpp", 60, Data).Function = 2;
  B.Made.Report.Failed = true;
  B.Made.Report.NotCompiled.push_back({B.at("/b.cpp", 99), ""});
  MigrationPlan Plan = plan({A, B});
  EXPECT_EQ(remarks(Plan),
            (Texts{"", "the same function is declared at b.cpp:7:1, too, which cannot be read"}));
  EXPECT_TRUE(Plan.NotCompiled.empty());
}

TEST(MigrationPlan, FilesThatChangedAreLeftAlone) {
  ReportOf A("a.cpp");
  A.use("/a.cpp", 10, Data);
  A.Made.Report.Files[0].Text = hashText("other");
  EXPECT_EQ(remarks(plan({A})), Texts{"'a.cpp' was changed by somebody else meanwhile: try again"});
}

TEST(MigrationPlan, OverlapsAreReportedNeverApplied) {
  ReportOf A("a.cpp");
  A.use("/a.cpp", 10, Data).Changes[0].Length = 20;
  A.use("/a.cpp", 25, Data);
  A.use("/a.cpp", 30, Data);
  MigrationPlan Plan = plan({A});
  ASSERT_EQ(Plan.InternalErrors.size(), 1U);
  EXPECT_EQ(remarks(Plan), (Texts{"its change overlaps with another: change it by hand",
                                  "its change overlaps with another: change it by hand", ""}));
  EXPECT_EQ(editsOf(Plan), 1U);
}

TEST(MigrationPlan, WhatIsNotCompiledIsSaidOnce) {
  ReportOf A("a.cpp"), B("b.cpp");
  A.Made.Report.NotCompiled = {{A.at("/h.h", 20), ""}, {A.at("/h.h", 5), "M"}};
  B.Made.Report.NotCompiled = A.Made.Report.NotCompiled;
  B.file("/h.h");
  MigrationPlan Plan = plan({A, B});
  ASSERT_EQ(Plan.NotCompiled.size(), 2U);
  EXPECT_EQ(Plan.NotCompiled[0].Remark, "no file uses the macro 'M'; change it by hand");
  EXPECT_EQ(migrationSummary(Plan, 1, false),
            "nothing to do: no legacy attribute, 2 not compiled, 1 file not read");
  // Somebody compiles it.
  ReportOf C("c.cpp");
  C.use("/h.h", 20, Data);
  EXPECT_EQ(plan({A, C}).NotCompiled.size(), 1U);
}

/// All of it at random: what is left is changed as everybody who sees it says, and groups keep
/// together.
TEST(MigrationPlan, KeepsItsWordOnRandomReports) {
  std::mt19937 Random(1);
  for (int Round = 0; Round < 3000; ++Round) {
    std::vector<ReportOf> Reports;
    for (const char *Unit : {"a", "b", "c"}) {
      ReportOf R(Unit);
      unsigned M = R.macro("M", R.at("/m.h", 0), Random() % 3);
      for (unsigned I = 0; I < 6; ++I) {
        if (Random() % 2)
          continue;
        std::string Path = Random() % 2 ? "/h.h" : "/" + std::string(Unit);
        MigrationUse::Kind K = Random() % 8 ? Data : Resource;
        MigrationUse &U = Random() % 3 ? R.use(Path, I * 10, K) : R.macroUse(Path, I * 10, K, M);
        if (Random() % 6 == 0)
          U.Remedy = "by hand";
        U.Incomplete = Random() % 9 == 0;
        if (U.Incomplete)
          U.Remedy = "incomplete";
        U.Function = Random() % 9;
      }
      R.Made.Report.Failed = Random() % 8 == 0;
      Reports.push_back(R);
    }
    MigrationPlan Plan = plan(Reports);
    EXPECT_TRUE(Plan.InternalErrors.empty());
    std::set<std::tuple<std::string, unsigned, std::string>> Wanted;
    for (const PlannedUse &U : Plan.Uses) {
      EXPECT_EQ(U.Remark.empty(), !U.Edits.empty());
      for (const auto &[Path, Edits] : U.Edits)
        for (const MigrationEdit &E : Edits)
          Wanted.insert({Path, E.Offset, E.Text});
    }
    EXPECT_EQ(Wanted.size(), editsOf(Plan));
    for (const ReportOf &R : Reports)
      for (const MigrationUse &U : R.Made.Report.Uses)
        for (const MigrationChange &C : U.Changes) {
          const std::string &Path = R.Made.Report.Files[C.File].Path;
          bool Done = Wanted.count({Path, C.Offset, ReportOf::text(Data)}) ||
                      Wanted.count({Path, C.Offset, ReportOf::text(Resource)});
          if (R.Made.Report.Failed || U.Incomplete)
            continue;
          EXPECT_TRUE(!Done || Wanted.count({Path, C.Offset, C.Text}));
          EXPECT_TRUE(!Done || U.Remedy.empty());
        }
  }
}

TEST(MigrationPlan, ManyTakeNoLongTime) {
  ReportOf A("a.cpp");
  unsigned M = A.macro("CACHED", A.at("/h.h", 8), 20000);
  for (unsigned I = 0; I < 20000; ++I)
    A.macroUse("/a.cpp", I * 10, Data, M);
  EXPECT_EQ(plan({A}).Uses.size(), 20000U);
}

TEST(MigrationSummary, HasNumbers) {
  ReportOf A("a.cpp");
  A.use("/a.cpp", 10, Data);
  EXPECT_EQ(migrationSummary(plan({A}), 1, false),
            "1 attribute in 1 file: 1 can be changed (1 cache_data, 0 cache_resource), 0 left "
            "alone, 1 file not read");
  for (unsigned I = 0; I < 1999; ++I)
    A.use("/a.cpp", 20 + I * 10, I < 500 ? Resource : Data).Remedy = I < 10 ? "no" : "";
  EXPECT_EQ(migrationSummary(plan({A}), 0, true),
            "2,000 attributes in 1 file: 1,990 changed (1,500 cache_data, 490 cache_resource), 10 "
            "left alone, 0 files not read");
  EXPECT_EQ(migrationSummary(MigrationPlan(), 0, true), "nothing to do: no legacy attribute");
}

TEST(ProgressBar, FitsAnyTerminal) {
  EXPECT_EQ(progressLine(1, 2, 20), "[====    ] 1/2 files");
  EXPECT_EQ(progressLine(0, 0, 20), "[========] 0/0 files");
  for (size_t Width = 0; Width < 200; ++Width)
    for (size_t Done : {0, 7, 1000}) {
      std::string Line = progressLine(Done, 1000, Width);
      EXPECT_LE(Line.size(), Width);
      if (Width >= 9) {
        EXPECT_NE(Line.find(std::to_string(Done) + "/1000"), std::string::npos) << Width;
      }
    }
  EXPECT_EQ(progressLine(1000, 1000, 300).find(' '), progressLine(1000, 1000, 300).find("] ") + 1);
}

} // namespace
