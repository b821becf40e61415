# Options, lifetimes, keys and traits: nothing of these needs a cached function.
add_executable(stcache_key_tests
  options_test.cpp duration_test.cpp key_test.cpp key_property_test.cpp hash_funcs_test.cpp
  serialize_test.cpp traits_test.cpp)
target_link_libraries(stcache_key_tests PRIVATE stcache_runtime GTest::gtest_main)
gtest_discover_tests(stcache_key_tests)

# Boost and cereal are only there for their users.
find_path(CEREAL_INCLUDE_DIR cereal/cereal.hpp)
find_package(Boost QUIET COMPONENTS serialization)
if(Boost_SERIALIZATION_FOUND)
  add_executable(stcache_boost_serialize_tests boost_serialize_test.cpp)
  target_link_libraries(stcache_boost_serialize_tests
    PRIVATE stcache_runtime Boost::serialization GTest::gtest_main)
  gtest_discover_tests(stcache_boost_serialize_tests)
endif()
if(CEREAL_INCLUDE_DIR)
  add_executable(stcache_cereal_serialize_tests cereal_serialize_test.cpp)
  target_include_directories(stcache_cereal_serialize_tests SYSTEM PRIVATE ${CEREAL_INCLUDE_DIR})
  target_link_libraries(stcache_cereal_serialize_tests PRIVATE stcache_runtime GTest::gtest_main)
  gtest_discover_tests(stcache_cereal_serialize_tests)
endif()

# What must not compile, and the words the error must have.
add_test(NAME stcache_key_errors
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/key_errors.sh ${CMAKE_CXX_COMPILER}
          ${CMAKE_CURRENT_SOURCE_DIR}/../../runtime/include)
