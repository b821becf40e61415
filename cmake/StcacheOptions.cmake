# What a build of stcache can be told, in one place.

option(STCACHE_BUILD_TESTS "Build the test programs" ON)
option(STCACHE_BUILD_BENCHMARKS "Build the benchmarks" ON)
option(STCACHE_BUILD_FUZZERS "Build the fuzzers; needs Clang" OFF)
# Empty: only the runtime and its tests.
set(STCACHE_LLVM_MAJORS "19;22" CACHE STRING "LLVM majors to build the plugin for")
# A plugin cannot be sanitized unless the compiler is, so this needs the former to be empty.
set(STCACHE_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

add_compile_options(-Wall -Wextra -Wno-unused-parameter)
if(STCACHE_SANITIZE)
  if(STCACHE_LLVM_MAJORS)
    message(FATAL_ERROR "STCACHE_SANITIZE needs -DSTCACHE_LLVM_MAJORS= (empty)")
  endif()
  add_compile_options(-fsanitize=${STCACHE_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${STCACHE_SANITIZE})
endif()
