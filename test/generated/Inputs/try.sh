# Builds a test from two files, each with a compiler of its own, strictly, and runs it.
# Usage: try.sh COMPILER OTHER-COMPILER SOURCE OUTPUT INCLUDE-DIRECTORY LIBRARY-DIRECTORY
set -e
strict="-Wall -Wextra -Wpedantic -Wshadow -Werror"
$1 $strict "-I$5" -c "$3" -o "$4.1.o"
$2 $strict "-I$5" -DOTHER_FILE -c "$3" -o "$4.2.o"
for order in "$4.1.o $4.2.o" "$4.2.o $4.1.o"; do
  $1 $order -o "$4" "-L$6" -lstcache "-Wl,-rpath,$6"
  "$4"
done
