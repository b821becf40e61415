#pragma once


inline int helper(int n) {
  return n + 1;
}
