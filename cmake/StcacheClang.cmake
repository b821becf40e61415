# Targets that are built against Clang's headers, once per LLVM major.
#
# find_package(Clang) can be used for one major only in a CMake run, and its
# targets would link LLVM libraries, which a plugin must not have: all its LLVM
# symbols come from the compiler that loads it. So only llvm-config is asked.

function(stcache_find_llvm MAJOR)
  find_program(STCACHE_LLVM_CONFIG_${MAJOR} llvm-config-${MAJOR})
  if(NOT STCACHE_LLVM_CONFIG_${MAJOR})
    message(FATAL_ERROR "llvm-config-${MAJOR} not found: install llvm-${MAJOR}-dev and "
      "libclang-${MAJOR}-dev, or set STCACHE_LLVM_MAJORS to the majors you have")
  endif()
  execute_process(COMMAND ${STCACHE_LLVM_CONFIG_${MAJOR}} --includedir --bindir --libdir --version
    OUTPUT_VARIABLE out OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" out "${out}")
  list(GET out 0 includedir)
  list(GET out 1 bindir)
  list(GET out 2 libdir)
  list(GET out 3 version)
  if(NOT EXISTS ${includedir}/clang/AST/ASTContext.h)
    message(FATAL_ERROR "Clang's headers for LLVM ${MAJOR} not found: install libclang-${MAJOR}-dev")
  endif()
  message(STATUS "LLVM ${version}: ${includedir}")
  set(STCACHE_LLVM_INCLUDE_${MAJOR} ${includedir} PARENT_SCOPE)
  set(STCACHE_LLVM_BIN_${MAJOR} ${bindir} PARENT_SCOPE)
  set(STCACHE_LLVM_LIB_${MAJOR} ${libdir} PARENT_SCOPE)
  set(STCACHE_LLVM_VERSION_${MAJOR} ${version} PARENT_SCOPE)
endfunction()

foreach(major IN LISTS STCACHE_LLVM_MAJORS)
  stcache_find_llvm(${major})
endforeach()

# What every target that sees Clang's headers needs.
function(stcache_use_clang TARGET MAJOR)
  target_include_directories(${TARGET} SYSTEM PRIVATE ${STCACHE_LLVM_INCLUDE_${MAJOR}})
  target_include_directories(${TARGET} PRIVATE ${PROJECT_SOURCE_DIR}/plugin/core
                                               ${PROJECT_SOURCE_DIR}/runtime
                                               ${PROJECT_SOURCE_DIR}/runtime/include)
  target_compile_definitions(${TARGET} PRIVATE _GNU_SOURCE __STDC_CONSTANT_MACROS
    __STDC_FORMAT_MACROS __STDC_LIMIT_MACROS STCACHE_VERSION="${PROJECT_VERSION}")
  target_compile_options(${TARGET} PRIVATE -fno-exceptions -fno-rtti)
  set_target_properties(${TARGET} PROPERTIES
    POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# A module that a compiler of LLVM major MAJOR loads; its core library included.
function(stcache_add_clang_module NAME MAJOR)
  add_library(${NAME} MODULE ${ARGN})
  stcache_use_clang(${NAME} ${MAJOR})
  target_precompile_headers(${NAME} REUSE_FROM stcacheCore${MAJOR})
  target_link_libraries(${NAME} PRIVATE stcacheCore${MAJOR})
  set_target_properties(${NAME} PROPERTIES PREFIX "" OUTPUT_NAME ${NAME}
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/stcache)
endfunction()

# A static library for programs that have Clang of LLVM major MAJOR in them, from the shared
# libraries of that; its core library included.
function(stcache_add_clang_library NAME MAJOR)
  file(GLOB clang_cpp ${STCACHE_LLVM_LIB_${MAJOR}}/libclang-cpp.so*)
  if(NOT clang_cpp)
    message(FATAL_ERROR "libclang-cpp.so of LLVM ${MAJOR} not found: install libclang-cpp${MAJOR}")
  endif()
  list(GET clang_cpp 0 clang_cpp)
  execute_process(COMMAND ${STCACHE_LLVM_CONFIG_${MAJOR}} --link-shared --libs
    OUTPUT_VARIABLE llvm OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  add_library(${NAME} STATIC ${ARGN})
  stcache_use_clang(${NAME} ${MAJOR})
  target_precompile_headers(${NAME} REUSE_FROM stcacheCore${MAJOR})
  target_compile_definitions(${NAME} PRIVATE STCACHE_CLANG_MAJOR="${MAJOR}"
    STCACHE_LLVM_BIN="${STCACHE_LLVM_BIN_${MAJOR}}"
    STCACHE_RESOURCE_DIR="${STCACHE_LLVM_LIB_${MAJOR}}/clang/${MAJOR}")
  target_link_directories(${NAME} PUBLIC ${STCACHE_LLVM_LIB_${MAJOR}})
  target_link_libraries(${NAME} PUBLIC stcacheCore${MAJOR} ${clang_cpp} ${llvm})
endfunction()
