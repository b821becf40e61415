//===- OptionTable.cpp - Compiler options that take the next argument -----===//

#include "OptionTable.h"

#include <algorithm>
#include <iterator>

namespace stcxx {

namespace {

// Sorted. From the option tables of Clang 19 and 22 (test/stcxx/option-table.test
// compares them), and the ones that only GCC has.
constexpr std::string_view TakesNext[] = {
    "--CLASSPATH", "--analyzer-output", "--assert", "--bootclasspath", "--classpath", "--config",
    "--define-macro", "--dyld-prefix", "--encoding", "--extdirs", "--for-linker", "--force-link",
    "--imacros", "--include", "--include-directory", "--include-directory-after",
    "--include-prefix", "--include-with-prefix", "--include-with-prefix-after",
    "--include-with-prefix-before", "--language", "--library-directory", "--mhwdiv",
    "--no-system-header-prefix", "--output", "--output-class-directory", "--param", "--prefix",
    "--print-file-name", "--print-prog-name", "--resource", "--rtlib", "--serialize-diagnostics",
    "--specs", "--std", "--stdlib", "--sysroot", "--system-header-prefix", "--undefine-macro",
    "--vfsoverlay", "-A", "-B", "-D", "-F", "-G", "-I", "-L", "-MF", "-MJ", "-MQ", "-MT", "-T",
    "-U", "-V", "-Xanalyzer", "-Xarch_device", "-Xarch_host", "-Xassembler", "-Xclang", "-Xclangas",
    "-Xcuda-fatbinary", "-Xcuda-ptxas", "-Xlinker", "-Xmicrosoft-visualc-tools-root",
    "-Xmicrosoft-visualc-tools-version", "-Xmicrosoft-windows-sdk-root",
    "-Xmicrosoft-windows-sdk-version", "-Xmicrosoft-windows-sys-root", "-Xopenmp-target",
    "-Xpreprocessor", "-Zlinker-input", "-alias_list", "-allowable_client", "-arch", "-arch_only",
    "-arcmt-migrate-report-output", "-aux-info", "-b", "-bundle_loader", "-ccc-arcmt-migrate",
    "-ccc-gcc-name", "-ccc-install-dir", "-ccc-objcmt-migrate", "-client_name",
    "-compatibility_version", "-current_version", "-cxx-isystem", "-darwin-target-variant",
    "-darwin-target-variant-triple", "-dependency-dot", "-dependency-file", "-dsym-dir",
    "-dumpbase", "-dumpbase-ext", "-dumpdir", "-dylib_file", "-dylinker_install_name", "-e",
    "-exported_symbols_list", "-fdebug-compilation-dir", "-fexperimental-openacc-macro-override",
    "-filelist", "-fmodule-implementation-of", "-fmodules-user-build-path", "-fnew-alignment",
    "-force_load", "-framework", "-ftrapv-handler", "-gen-cdb-fragment-path", "-hlsl-entry",
    "-iapinotes-modules", "-idirafter", "-iframework", "-iframeworkwithsysroot", "-imacros",
    "-image_base", "-imultilib", "-include", "-include-pch", "-init", "-install_name",
    "-interface-stub-version=", "-iprefix", "-iquote", "-isysroot", "-isystem", "-isystem-after",
    "-ivfsoverlay", "-iwithprefix", "-iwithprefixbefore", "-iwithsysroot", "-l", "-lazy_framework",
    "-lazy_library", "-meabi", "-mllvm", "-mmlir", "-module-dependency-dir", "-mthread-model",
    "-multiply_defined", "-multiply_defined_unused", "-o", "-object-file-name", "-pagezero_size",
    "-read_only_relocs", "-reexport_framework", "-reexport_library", "-resource-dir", "-rpath",
    "-seg1addr", "-seg_addr_table", "-seg_addr_table_filename", "-segs_read_only_addr",
    "-segs_read_write_addr", "-serialize-diagnostics", "-specs", "-stdlib++-isystem",
    "-sub_library", "-sub_umbrella", "-target", "-u", "-umbrella", "-undefined",
    "-unexported_symbols_list", "-vfsoverlay", "-weak_framework", "-weak_library",
    "-weak_reference_mismatches", "-working-directory", "-wrapper", "-x", "-z",
};

} // namespace

unsigned valuesAfter(std::string_view Arg) {
  if (std::binary_search(std::begin(TakesNext), std::end(TakesNext), Arg))
    return 1;
  if (Arg.starts_with("-X"))
    return Arg.starts_with("-Xarch_") || Arg.starts_with("-Xoffload-linker") ||
           Arg.starts_with("-Xopenmp-target=");
  if (Arg == "-sectalign" || Arg == "-sectcreate" || Arg == "-sectorder" || Arg == "-segcreate" ||
      Arg == "-segprot")
    return 3;
  if (Arg == "-sectobjectsymbols" || Arg == "-segaddr")
    return 2;
  return 0;
}

} // namespace stcxx
