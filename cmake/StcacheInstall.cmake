# The files by which other builds find an installed stcache.

include(CMakePackageConfigHelpers)

set(STCACHE_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/stcache)
configure_package_config_file(cmake/stcacheConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/stcacheConfig.cmake
  INSTALL_DESTINATION ${STCACHE_CMAKE_DIR}
  PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/stcacheConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/stcacheConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/stcacheConfigVersion.cmake
  DESTINATION ${STCACHE_CMAKE_DIR})
install(EXPORT stcacheTargets NAMESPACE stcache:: DESTINATION ${STCACHE_CMAKE_DIR})

# Relative, so that the installed tree can be moved.
file(RELATIVE_PATH STCACHE_PC_PREFIX
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(cmake/stcache.pc.in ${CMAKE_CURRENT_BINARY_DIR}/stcache.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/stcache.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
