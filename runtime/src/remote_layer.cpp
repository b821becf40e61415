#include "layer.h"
namespace st::detail {
std::unique_ptr<layer> open_remote_layer(const store::function_info &, bool) { return nullptr; }
bool remote_wants_disk() noexcept { return false; }
}
