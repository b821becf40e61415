#!/usr/bin/env python3
"""A compiler command with the sources expanded before: expanded.py STCACHE COMPILER ARGUMENT...

Stands in for stcxx where the suite is run through `stcache expand` and a compiler without the
plugin. Knows as much of command lines as the tests need.
"""
import os
import subprocess
import sys
import tempfile

stcache, compiler, *arguments = sys.argv[1:]
stage = os.path.dirname(os.path.dirname(stcache))
lib = os.path.join(stage, os.environ.get("STCACHE_TEST_LIBDIR", "lib"))
ends_early = {"-c", "-S", "-E", "-fsyntax-only"}
with_value = {"-o", "-I", "-isystem", "-D", "-U", "-include", "-L", "-l", "-x", "-MF", "-MT", "-MQ",
              "-Xclang", "-Xlinker", "-iquote"}

sources, flags, compile_flags = [], [], []
i = 0
while i < len(arguments):
    word = arguments[i]
    if word.endswith((".cpp", ".cc")) and not word.startswith("-"):
        sources.append(word)
        flags.append(None)  # keeps the place among the objects
    else:
        words = [word]
        if word in with_value and i + 1 < len(arguments):
            i += 1
            words.append(arguments[i])
        flags += words
        if word not in ends_early and not word.startswith(("-o", "-l", "-L", "-Wl,")) \
                and not word.endswith((".o", ".a", ".so")) and not word.startswith("-M"):
            compile_flags += words
    i += 1

with tempfile.TemporaryDirectory() as directory:
    texts = []
    for number, source in enumerate(sources):
        text = os.path.join(directory, f"{number}-{os.path.basename(source)}")
        done = subprocess.run([stcache, "expand", source, "-o", text, "--", *compile_flags])
        if done.returncode:
            sys.exit(done.returncode)
        texts.append(text)
    where = iter(texts)
    words = [next(where) if word is None else word for word in flags]
    if sources and ends_early & set(flags) and "-o" not in flags and "-fsyntax-only" not in flags:
        words += ["-o", os.path.splitext(os.path.basename(sources[0]))[0] + ".o"]
    include = ["-I" + os.path.join(stage, "include")]
    if os.path.basename(compiler).startswith("g++"):
        include.append("-fno-gnu-unique")  # as docs/compilers.md tells those whose libraries have to go
    libraries = [] if ends_early & set(flags) else \
        ["-L" + lib, "-Wl,-rpath," + lib, "-Wl,--as-needed", "-lstcache"]
    sys.exit(subprocess.run([compiler, *include, *words, *libraries]).returncode)
