// How stcxx gives an object the note that was made beside the compiler.

#include "Child.h"
#include "NoteSection.h"

#include <cstring>
#include <elf.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

using namespace stcxx;

namespace {

constexpr char Note[] = "twelve bytes"; // what they are is nobody's concern here
const std::string NoteBytes(Note, 12);

/// Sections with names and contents, as a linker reads them.
struct Object {
  std::vector<std::pair<std::string, std::string>> Sections;
  std::vector<Elf64_Shdr> Headers;

  explicit Object(const std::string &Bytes) {
    Elf64_Ehdr Header;
    memcpy(&Header, Bytes.data(), sizeof Header);
    Elf64_Shdr First;
    memcpy(&First, Bytes.data() + Header.e_shoff, sizeof First);
    Headers.resize(Header.e_shnum ? Header.e_shnum : First.sh_size);
    memcpy(Headers.data(), Bytes.data() + Header.e_shoff, Headers.size() * sizeof First);
    size_t Names = Header.e_shstrndx == SHN_XINDEX ? First.sh_link : Header.e_shstrndx;
    for (const Elf64_Shdr &S : Headers)
      Sections.emplace_back(Bytes.c_str() + Headers[Names].sh_offset + S.sh_name,
                            S.sh_type == SHT_NOBITS || S.sh_type == SHT_NULL
                                ? ""
                                : Bytes.substr(S.sh_offset, S.sh_size));
  }
};

class NoteSection : public testing::Test {
protected:
  std::filesystem::path Directory =
      std::filesystem::path(testing::TempDir()) / ("note-" + std::to_string(getpid()));
  std::string Path = Directory / "a.o";

  void SetUp() override { std::filesystem::create_directories(Directory); }
  void TearDown() override { std::filesystem::remove_all(Directory); }

  static std::string read(const std::string &Path) {
    std::ifstream In(Path, std::ios::binary);
    std::ostringstream Text;
    Text << In.rdbuf();
    return Text.str();
  }
  static void write(const std::string &Path, const std::string &Text) {
    std::ofstream(Path, std::ios::binary) << Text;
  }
  void assemble(const std::string &Text, const std::string &Option = "--64") {
    write(Directory / "a.s", Text);
    ASSERT_EQ(runChild({"as", Option, Directory / "a.s", "-o", Path}), 0);
  }

  /// Joins, and expects all else to be as it was.
  void expectJoined() {
    std::string Before = read(Path);
    ASSERT_EQ(joinToObject(Path, NoteBytes), NoteResult::Joined);
    std::string After = read(Path);
    EXPECT_EQ(Before.substr(sizeof(Elf64_Ehdr)),
              After.substr(sizeof(Elf64_Ehdr), Before.size() - sizeof(Elf64_Ehdr)));
    Object Old(Before), New(After);
    ASSERT_EQ(New.Sections.size(), Old.Sections.size() + 1);
    EXPECT_EQ(New.Sections.back(), std::make_pair(std::string(".note.stcache"), NoteBytes));
    const Elf64_Shdr &Added = New.Headers.back();
    EXPECT_EQ(Added.sh_type, Elf64_Word(SHT_NOTE));
    EXPECT_EQ(Added.sh_flags, Elf64_Xword(SHF_ALLOC));
    EXPECT_EQ(Added.sh_addralign, 4u);
    EXPECT_EQ(Added.sh_offset % 4, 0u);
    for (size_t I = 0; I != Old.Sections.size(); ++I)
      if (Old.Sections[I].first != ".shstrtab") {
        ASSERT_EQ(Old.Sections[I], New.Sections[I]) << I;
        // The first header holds numbers of sections that are too large for the file's.
        ASSERT_EQ(memcmp(&Old.Headers[I], &New.Headers[I], sizeof(Elf64_Shdr)) != 0,
                  I == 0 && New.Sections.size() >= SHN_LORESERVE)
            << I;
      }
    EXPECT_EQ(runChild({"ld", "-r", Path, "-o", Directory / "b.o"}), 0);
    Object Linked(read(Directory / "b.o"));
    bool Found = false;
    for (auto &[Name, Bytes] : Linked.Sections)
      Found |= Name == ".note.stcache" && Bytes == NoteBytes;
    EXPECT_TRUE(Found);
  }
};

std::string sections(unsigned Count) {
  std::ostringstream Text;
  for (unsigned I = 0; I != Count; ++I)
    Text << ".section .text.f" << I << ",\"ax\",@progbits\nnop\n";
  return Text.str();
}

TEST_F(NoteSection, LeavesAllElse) {
  assemble(
      ".globl f\nf: call g@PLT\nret\n.data\n.quad f\n.bss\n.zero 16\n"
      ".section .text.x,\"axG\",@progbits,group,comdat\nx: ret\n.section .odd,\"a\"\n.byte 1\n");
  expectJoined();
}

TEST_F(NoteSection, ManySections) {
  // .text, .data, .bss, .symtab, .symtab_shndx, .strtab, .shstrtab, and number 0.
  for (unsigned Count : {SHN_LORESERVE - 10, SHN_LORESERVE - 9, SHN_LORESERVE - 8,
                         SHN_LORESERVE - 7, SHN_LORESERVE + 100}) {
    assemble(sections(Count));
    ASSERT_NO_FATAL_FAILURE(expectJoined());
  }
}

TEST_F(NoteSection, LeavesOtherTargetsAlone) {
  assemble("nop\n", "--32");
  std::string Before = read(Path);
  EXPECT_EQ(joinToObject(Path, NoteBytes), NoteResult::OtherTarget);
  for (const std::string &Text : {std::string(), std::string("!<arch>\n"), Before.substr(0, 40)}) {
    write(Path, Text);
    EXPECT_EQ(joinToObject(Path, NoteBytes), NoteResult::OtherTarget);
    EXPECT_EQ(read(Path), Text);
  }
  EXPECT_EQ(joinToObject("/dev/null", NoteBytes), NoteResult::OtherTarget);
  EXPECT_EQ(joinToObject(Directory / "missing.o", NoteBytes), NoteResult::Failed);
}

TEST_F(NoteSection, DamagedObjectsFail) {
  assemble("nop\n");
  std::string Whole = read(Path);
  for (size_t Size = sizeof(Elf64_Ehdr); Size < Whole.size(); Size += 8) {
    write(Path, Whole.substr(0, Size));
    EXPECT_NE(joinToObject(Path, NoteBytes), NoteResult::Joined) << Size;
  }
}

TEST_F(NoteSection, OtherNamesOfTheFileKeepIt) {
  assemble("nop\n");
  std::string Before = read(Path), Other = Directory / "cached.o";
  std::filesystem::create_hard_link(Path, Other);
  std::filesystem::permissions(Path, std::filesystem::perms(0444));
  expectJoined();
  EXPECT_EQ(read(Other), Before);
}

TEST_F(NoteSection, AssemblyIsTheSame) {
  write(Directory / "a.s", "f: ret\n");
  ASSERT_EQ(joinToAssembly(Directory / "a.s", NoteBytes), NoteResult::Joined);
  ASSERT_EQ(runChild({"as", "--64", Directory / "a.s", "-o", Path}), 0);
  Object O(read(Path));
  bool Found = false;
  for (size_t I = 0; I != O.Sections.size(); ++I)
    if (O.Sections[I].first == ".note.stcache") {
      Found = true;
      EXPECT_EQ(O.Sections[I].second, NoteBytes);
      EXPECT_EQ(O.Headers[I].sh_type, Elf64_Word(SHT_NOTE));
      EXPECT_EQ(O.Headers[I].sh_addralign, 4u);
    }
  EXPECT_TRUE(Found);
}

} // namespace
