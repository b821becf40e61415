// Fingerprints of functions that reach into other files: completed over the notes of the program
// and of every library that is loaded, the first time one is needed.
#include "internal.h"
#include <exception>
#include <fingerprint/program.h>
#include <link.h>

namespace st::detail {

constinit small_mutex notes_lock;

namespace {

struct loaded_notes {
  fingerprint::program program;
  unsigned long long additions = 0, removals = 0; // of modules, as the loader counts
};

loaded_notes *notes = nullptr; // kept: the next function needs them, too

struct request {
  const code *what;
  fingerprint::digest result;
  std::exception_ptr failure;
};

int collect(dl_phdr_info *module, std::size_t, void *into) noexcept {
  auto &found = *static_cast<std::vector<dl_phdr_info> *>(into);
  try {
    found.push_back(*module);
  } catch (...) {
    return 1;
  }
  return 0;
}

void read_notes(loaded_notes &all) {
  std::vector<dl_phdr_info> modules;
  modules.reserve(256);
  if (dl_iterate_phdr(&collect, &modules) != 0)
    throw std::bad_alloc();
  std::uint32_t number = 0;
  for (const dl_phdr_info &module : modules) {
    for (int i = 0; i < module.dlpi_phnum; ++i) {
      const ElfW(Phdr) &segment = module.dlpi_phdr[i];
      if (segment.p_type != PT_NOTE)
        continue;
      const auto *const begin =
          reinterpret_cast<const unsigned char *>(module.dlpi_addr + segment.p_vaddr);
      fingerprint::each_note(begin, segment.p_memsz, segment.p_align == 8 ? 8 : 4,
                             [&](const unsigned char *description, std::size_t size) {
                               all.program.add(number, description, size);
                             });
    }
    ++number;
  }
  all.program.compose();
}

// Runs inside of dl_iterate_phdr: meanwhile no module can be unloaded.
int complete(dl_phdr_info *module, std::size_t, void *of) noexcept {
  auto &asked = *static_cast<request *>(of);
  try {
    if (notes && (notes->additions != module->dlpi_adds || notes->removals != module->dlpi_subs)) {
      delete notes;
      notes = nullptr;
    }
    if (!notes) {
      auto fresh = std::make_unique<loaded_notes>();
      fresh->additions = module->dlpi_adds;
      fresh->removals = module->dlpi_subs;
      read_notes(*fresh);
      notes = fresh.release();
    }
    asked.result = notes->program.total(asked.what->note.relaxed() + fingerprint::note_header_size,
                                        asked.what->node);
  } catch (...) {
    asked.failure = std::current_exception();
  }
  return 1; // one module is enough: the others have been looked at
}

} // namespace

key128 fingerprint_of(code &c) {
  if (!c.note.acquire())
    return c.fingerprint;
  const lock_guard locked(notes_lock);
  if (c.note.relaxed()) {
    request asked{&c, {}, nullptr};
    dl_iterate_phdr(&complete, &asked);
    if (asked.failure)
      std::rethrow_exception(asked.failure);
    c.fingerprint = {asked.result.lo, asked.result.hi};
    c.note.release(nullptr);
  }
  return c.fingerprint;
}

} // namespace st::detail
