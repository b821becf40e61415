# Headers, package files for CMake and pkg-config.
include(CMakePackageConfigHelpers)
