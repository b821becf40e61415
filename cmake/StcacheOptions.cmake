# What a build of stcache can be told, in one place.

option(STCACHE_BUILD_TESTS "Build the test programs" ON)
option(STCACHE_BUILD_BENCHMARKS "Build the benchmarks" ON)
set(STCACHE_LLVM_MAJORS "19;22" CACHE STRING "LLVM majors to build the plugin for; those not installed are an error")
set(STCACHE_SANITIZE "" CACHE STRING "Sanitizers for the runtime and its tests, as for -fsanitize=")

add_compile_options(-Wall -Wextra -Wno-unused-parameter)
if(STCACHE_SANITIZE)
  add_compile_options(-fsanitize=${STCACHE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${STCACHE_SANITIZE})
endif()
