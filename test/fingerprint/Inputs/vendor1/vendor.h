#pragma once
inline int vendor(int n) { return n + 1; }
