# Compiles four times, with another plugin before the third, and prints for each
# whether ccache had the object. In the current directory: st/ (the tree), a.cpp.
#
# With TOOL, the name of another file, that takes the place of the plugin.
#
# usage: ccache.sh NAME_OF_CACHE MAJOR COMMAND...
set -e
export CCACHE_DIR=$PWD/cache-$1 PATH=$PWD/st/bin:$PATH
plugin=${TOOL:-$(stcxx --print-plugin clang++-$2)}
shift 2
for step in 1 2 3 4; do
  if [ $step = 3 ]; then
    # A byte after the end: another file, the same plugin. ccache distrusts files
    # that are newer than its own start, hence the date.
    echo >> $plugin
    touch -d '1 minute ago' $plugin
  fi
  ccache -z > zero
  "$@" > log 2>&1 || { cat log; exit 1; }
  if ccache --print-stats | grep -qE '^(direct|preprocessed)_cache_hit.[1-9]'; then
    printf 'hit '
  else
    printf 'miss '
  fi
done
echo
