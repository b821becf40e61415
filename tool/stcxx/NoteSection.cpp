//===- NoteSection.cpp - Giving a note to what was compiled ---------------===//

#include "NoteSection.h"

#include "File.h"

#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace stcxx {

namespace {

constexpr char SectionName[] = ".note.stcache";
constexpr size_t NoteAlignment = 4;

bool isOfThisMachine(const Elf64_Ehdr &Header) {
  constexpr unsigned char Order =
      std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
#if defined(__x86_64__)
  constexpr unsigned Machine = EM_X86_64;
#elif defined(__aarch64__)
  constexpr unsigned Machine = EM_AARCH64;
#else
  const unsigned Machine = Header.e_machine;
#endif
  return memcmp(Header.e_ident, ELFMAG, SELFMAG) == 0 && Header.e_ident[EI_CLASS] == ELFCLASS64 &&
         Header.e_ident[EI_DATA] == Order && Header.e_type == ET_REL &&
         Header.e_machine == Machine && Header.e_shentsize == sizeof(Elf64_Shdr) && Header.e_shoff;
}

bool readAt(int FD, void *Into, size_t Size, off_t At) {
  return pread(FD, Into, Size, At) == ssize_t(Size);
}

bool writeAt(int FD, const void *From, size_t Size, off_t At) {
  const char *P = static_cast<const char *>(From);
  while (Size) {
    ssize_t N = pwrite(FD, P, Size, At);
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0)
      return false;
    P += N;
    Size -= size_t(N);
    At += N;
  }
  return true;
}

void align(std::string &Text, size_t To) { Text.resize((Text.size() + To - 1) / To * To); }

/// The section headers of an object, with what says where they are.
class Sections {
public:
  NoteResult read(int FD, size_t End) {
    if (!readAt(FD, &Header, sizeof Header, 0) || !isOfThisMachine(Header))
      return NoteResult::OtherTarget;
    Elf64_Shdr First;
    if (!readAt(FD, &First, sizeof First, off_t(Header.e_shoff)))
      return NoteResult::Failed;
    // Numbers too large for the header stand in the first section's.
    size_t Count = Header.e_shnum ? Header.e_shnum : First.sh_size;
    NamesAt = Header.e_shstrndx == SHN_XINDEX ? First.sh_link : Header.e_shstrndx;
    auto IsInFile = [&](size_t At, size_t Size) { return At <= End && Size <= End - At; };
    if (NamesAt >= Count || Count > End || !IsInFile(Header.e_shoff, Count * sizeof First))
      return NoteResult::OtherTarget;
    Table.resize(Count);
    if (!readAt(FD, Table.data(), Count * sizeof First, off_t(Header.e_shoff)))
      return NoteResult::Failed;
    if (!IsInFile(Table[NamesAt].sh_offset, Table[NamesAt].sh_size))
      return NoteResult::OtherTarget;
    Names.resize(Table[NamesAt].sh_size);
    return readAt(FD, Names.data(), Names.size(), off_t(Table[NamesAt].sh_offset))
               ? NoteResult::Joined
               : NoteResult::Failed;
  }

  /// What is to stand at \p End, where the file ends now. Changes the headers accordingly.
  std::string append(std::string_view Note, size_t End) {
    size_t Start = (End + 7) / 8 * 8;
    std::string Tail(Note);
    Elf64_Shdr Section = {};
    Section.sh_name = Elf64_Word(Names.size());
    Section.sh_type = SHT_NOTE;
    Section.sh_flags = SHF_ALLOC;
    Section.sh_offset = Start;
    Section.sh_size = Note.size();
    Section.sh_addralign = NoteAlignment;
    Names.append(SectionName, sizeof SectionName);
    Table[NamesAt].sh_offset = Start + Tail.size();
    Table[NamesAt].sh_size = Names.size();
    Tail += Names;
    align(Tail, 8);
    Table.push_back(Section);
    if (Table.size() >= SHN_LORESERVE) {
      Header.e_shnum = 0;
      Table[0].sh_size = Table.size();
    } else {
      Header.e_shnum = Elf64_Half(Table.size());
    }
    Header.e_shoff = Start + Tail.size();
    Tail.append(reinterpret_cast<const char *>(Table.data()), Table.size() * sizeof(Elf64_Shdr));
    Tail.insert(0, Start - End, '\0');
    return Tail;
  }

  const Elf64_Ehdr &header() const { return Header; }

private:
  Elf64_Ehdr Header = {};
  std::vector<Elf64_Shdr> Table;
  std::string Names;
  size_t NamesAt = 0;
};

/// Opens a file to be changed. One that has other names too, as ccache's copy with hard
/// links, or that must not be written, is replaced by a copy.
int openOwn(const std::string &Path) {
  int FD = open(Path.c_str(), O_RDWR | O_CLOEXEC);
  struct stat Status;
  if (FD < 0 ? (errno != EACCES || stat(Path.c_str(), &Status) != 0) : fstat(FD, &Status) != 0)
    return FD;
  if (FD >= 0) {
    if (!S_ISREG(Status.st_mode) || Status.st_nlink == 1)
      return FD;
    close(FD);
  }
  auto Text = readFile(Path.c_str());
  if (!Text || unlink(Path.c_str()) != 0)
    return -1;
  FD = open(Path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (FD >= 0 && (!writeAt(FD, Text->data(), Text->size(), 0) ||
                  fchmod(FD, (Status.st_mode & 0777) | S_IWUSR) != 0)) {
    close(FD);
    return -1;
  }
  return FD;
}

template <class Function> NoteResult change(const std::string &Path, Function Change) {
  int FD = openOwn(Path);
  if (FD < 0)
    return NoteResult::Failed;
  struct stat Status;
  NoteResult Result = NoteResult::OtherTarget;
  if (fstat(FD, &Status) != 0)
    Result = NoteResult::Failed;
  else if (S_ISREG(Status.st_mode))
    Result = Change(FD, Status.st_size);
  int Error = errno;
  if (close(FD) != 0)
    return NoteResult::Failed;
  errno = Error;
  return Result;
}

} // namespace

NoteResult joinToObject(const std::string &Path, std::string_view Note) {
  return change(Path, [&](int FD, off_t End) {
    Sections Object;
    NoteResult Result = Object.read(FD, size_t(End));
    if (Result != NoteResult::Joined)
      return Result;
    std::string Tail = Object.append(Note, size_t(End));
    bool Written = writeAt(FD, Tail.data(), Tail.size(), End) &&
                   writeAt(FD, &Object.header(), sizeof(Elf64_Ehdr), 0);
    return Written ? NoteResult::Joined : NoteResult::Failed;
  });
}

NoteResult joinToAssembly(const std::string &Path, std::string_view Note) {
  return change(Path, [&](int FD, off_t End) {
    std::string Text = noteAsAssembly(Note);
    return writeAt(FD, Text.data(), Text.size(), End) ? NoteResult::Joined : NoteResult::Failed;
  });
}

std::string noteAsAssembly(std::string_view Note) {
  std::string Text = std::string("\t.section\t") + SectionName + ",\"a\",@note\n\t.balign\t4\n";
  constexpr size_t PerLine = 16;
  for (size_t I = 0; I != Note.size(); ++I) {
    Text += I % PerLine ? "," : "\t.byte\t";
    Text += std::to_string(static_cast<unsigned char>(Note[I]));
    if (I % PerLine == PerLine - 1 || I + 1 == Note.size())
      Text += '\n';
  }
  return Text;
}

std::string noteAsSource(std::string_view Note) {
  // As from a system header: no warning is about it.
  std::string Text = "\n# 1 \"<stcache>\" 3\nstatic const unsigned char st_note_of_this_file[] "
                     "__attribute__((section(\"";
  Text += SectionName;
  Text += "\"), used, aligned(4))) = {";
  for (unsigned char C : Note)
    (Text += std::to_string(C)) += ',';
  return Text + "};\n";
}

} // namespace stcxx
