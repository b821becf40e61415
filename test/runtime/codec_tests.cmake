# Values to bytes and back.
add_executable(stcache_codec_tests codec_test.cpp codec_hostile_test.cpp)
target_link_libraries(stcache_codec_tests PRIVATE stcache_runtime GTest::gtest_main)
# The newest standard has the most types.
set_target_properties(stcache_codec_tests PROPERTIES CXX_STANDARD 23)
gtest_discover_tests(stcache_codec_tests)
