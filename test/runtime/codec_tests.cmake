# Values to bytes and back.
add_executable(stcache_codec_tests codec_test.cpp)
# ThreadSanitizer has an operator new of its own, and there are no threads in this.
if(NOT STCACHE_SANITIZE MATCHES thread)
  target_sources(stcache_codec_tests PRIVATE codec_hostile_test.cpp)
endif()
target_link_libraries(stcache_codec_tests PRIVATE stcache_runtime GTest::gtest_main)
# The newest standard has the most types.
set_target_properties(stcache_codec_tests PROPERTIES CXX_STANDARD 23)
gtest_discover_tests(stcache_codec_tests)

add_library(stcache_codec_strict OBJECT codec_strict.cpp)
target_link_libraries(stcache_codec_strict PRIVATE stcache_runtime)
target_compile_options(stcache_codec_strict PRIVATE
  -fno-exceptions -fno-rtti -Wall -Wextra -Wconversion -Wshadow -Werror)
set_target_properties(stcache_codec_strict PROPERTIES CXX_STANDARD 17)

# What one compiler wrote is read by what the other has built.
add_executable(stcache_codec_golden codec_golden_test.cpp)
target_link_libraries(stcache_codec_golden PRIVATE stcache_runtime)
add_test(NAME stcache_codec_golden COMMAND stcache_codec_golden)
stcache_add_gcc_test(stcache_codec_golden_gcc codec_gcc.sh)

# The same for keys, and for what can be a key or a result at all.
foreach(standard 17 20)
  add_executable(stcache_agreement_${standard} agreement.cpp)
  target_link_libraries(stcache_agreement_${standard} PRIVATE stcache_runtime)
  set_target_properties(stcache_agreement_${standard} PROPERTIES CXX_STANDARD ${standard})
endforeach()
stcache_add_gcc_test(stcache_agreement agreement.sh
  $<TARGET_FILE:stcache_agreement_17> $<TARGET_FILE:stcache_agreement_20>)
