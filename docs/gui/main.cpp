// A window of Dear ImGui whose whole user interface is computed in each frame.
//
//   gui DATA.csv [--frames N] [--change LABEL=VALUE] [--screenshot FILE.png]
//
// With --frames it ends after so many, as fast as it can, and prints what they took; --change gives
// an input another value after half of them.
#include "app.h"
#include <GLFW/glfw3.h>
#include <algorithm>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <imgui.h>
#include <imgui_stdlib.h>
#include <map>
#include <optional>
#include <png.h>
#include <set>
#include <st/cache.h>
#include <string>
#include <vector>

namespace {

/// The inputs' values, and how they are drawn. st::slider and the like ask it.
class Widgets {
public:
  void set(const std::string &label, const std::string &value) { values_[label] = value; }
  void begin_frame() { drawn_.clear(); }

  std::string draw(const st::Input &input) {
    std::string &value = values_.emplace(input.label, input.initial).first->second;
    // A function that is computed asks more than once in a frame.
    if (!drawn_.insert(input.label).second)
      return value;
    const Pause pause;
    ImGui::SetNextItemWidth(240);
    const char *const label = input.label.c_str();
    if (input.kind == "checkbox") {
      bool on = value == "true";
      if (ImGui::Checkbox(label, &on))
        value = on ? "true" : "false";
    } else if (input.kind == "selectbox") {
      draw_options(input, value);
    } else if (input.kind == "text_input") {
      ImGui::InputText(label, &value);
    } else if (is_whole(input.minimum) && is_whole(input.maximum) && is_whole(input.initial)) {
      int number = std::atoi(value.c_str());
      if (ImGui::SliderInt(label, &number, std::atoi(input.minimum.c_str()),
                           std::atoi(input.maximum.c_str())))
        value = std::to_string(number);
    } else {
      auto number = std::strtof(value.c_str(), nullptr);
      if (ImGui::SliderFloat(label, &number, std::strtof(input.minimum.c_str(), nullptr),
                             std::strtof(input.maximum.c_str(), nullptr)))
        value = std::to_string(number);
    }
    return value;
  }

private:
  static bool is_whole(const std::string &number) {
    return number.find_first_of(".e") == std::string::npos;
  }
  static void draw_options(const st::Input &input, std::string &value) {
    if (!ImGui::BeginCombo(input.label.c_str(), value.c_str()))
      return;
    for (const std::string &option : input.options)
      if (ImGui::Selectable(option.c_str(), option == value))
        value = option;
    ImGui::EndCombo();
  }

  std::map<std::string, std::string> values_;
  std::set<std::string> drawn_; // in this frame
};

/// What cached functions say, computed or found.
class Messages {
public:
  void begin_frame() { texts_.clear(); }
  void draw(const st::Element &element) {
    // Everything that needs the table says what loading it said.
    if (std::find(texts_.begin(), texts_.end(), element.text) != texts_.end())
      return;
    const Pause pause;
    const ImVec4 colour = element.kind == "success"   ? ImVec4(0.5f, 0.9f, 0.5f, 1)
                          : element.kind == "warning" ? ImVec4(1, 0.8f, 0.3f, 1)
                          : element.kind == "error"   ? ImVec4(1, 0.4f, 0.4f, 1)
                                                      : ImVec4(1, 1, 1, 1);
    ImGui::TextColored(colour, "%s", element.text.c_str());
    texts_.push_back(element.text);
  }
  const std::vector<std::string> &texts() const { return texts_; }

private:
  std::vector<std::string> texts_; // in this frame
};

Widgets widgets;
Messages messages;

struct Options {
  std::string data;
  int frames = 0; // 0: until the window is closed
  std::string screenshot;
  std::string label, value; // to be changed
};

std::optional<Options> parse(int count, char **arguments) {
  Options result;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (word[0] != '-' && result.data.empty()) {
      result.data = word;
      continue;
    }
    if (++i == count)
      return std::nullopt;
    const std::string next = arguments[i];
    if (word == "--frames") {
      result.frames = std::atoi(next.c_str());
    } else if (word == "--screenshot") {
      result.screenshot = next;
    } else if (const std::size_t equals = next.find('=');
               word == "--change" && equals != std::string::npos) {
      result.label = next.substr(0, equals);
      result.value = next.substr(equals + 1);
    } else {
      return std::nullopt;
    }
  }
  return result.data.empty() ? std::nullopt : std::optional(result);
}

bool save_picture(GLFWwindow *window, const std::string &file) {
  int width = 0, height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  std::vector<unsigned char> pixels(static_cast<std::size_t>(width * height) * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  // OpenGL begins at the bottom.
  return png_image_write_to_file(&image, file.c_str(), 0, pixels.data(), -3 * width, nullptr) != 0;
}

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Times of all frames, in milliseconds.
struct Times {
  std::vector<double> whole, processor, cached;

  static void print(const char *what, std::vector<double> times) {
    std::sort(times.begin(), times.end());
    double sum = 0;
    for (const double time : times)
      sum += time;
    std::printf("%s: mean %.4f ms, median %.4f ms, at most %.4f ms\n", what,
                sum / static_cast<double>(times.size()), times[times.size() / 2], times.back());
  }
  void print() const {
    if (whole.empty())
      return;
    double sum = 0;
    for (const double time : whole)
      sum += time;
    std::printf("%zu frames, %.1f in a second\n", whole.size(),
                static_cast<double>(whole.size()) * 1000 / sum);
    print("a frame", whole);
    print("its time on this thread's processor", processor);
    print("in it, calls of cached functions", cached);
  }
};

void draw_frame(const Options &options) {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  widgets.begin_frame();
  messages.begin_frame();
  const ImGuiViewport *const view = ImGui::GetMainViewport();
  ImGui::SetNextWindowPos(view->WorkPos);
  ImGui::SetNextWindowSize(view->WorkSize);
  ImGui::Begin("app", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoSavedSettings);
  draw_app(options.data);
  ImGui::End();
  ImGui::Render();
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

} // namespace

int main(int count, char **arguments) {
  const std::optional<Options> options = parse(count, arguments);
  if (!options) {
    std::fprintf(
        stderr,
        "usage: gui DATA.csv [--frames N] [--change LABEL=VALUE] [--screenshot FILE.png]\n");
    return 2;
  }
  glfwSetErrorCallback([](int, const char *what) { std::fprintf(stderr, "%s\n", what); });
  if (!glfwInit())
    return 1;
  GLFWwindow *const window = glfwCreateWindow(800, 600, "stcache", nullptr, nullptr);
  if (!window)
    return 1;
  glfwMakeContextCurrent(window);
  glfwSwapInterval(options->frames == 0 ? 1 : 0);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init();

  st::set_input_provider([](const st::Input &input) { return std::optional(widgets.draw(input)); });
  st::set_element_sink([](const st::Element &element) { messages.draw(element); });

  Times times;
  for (int frame = 1; !glfwWindowShouldClose(window); ++frame) {
    if (!options->label.empty() && frame == options->frames / 2)
      widgets.set(options->label, options->value);
    const auto start = Stopwatch::clock::now();
    const double processor = processor_seconds();
    glfwPollEvents();
    draw_frame(*options);
    glFinish();
    const bool is_last = frame == options->frames;
    if (is_last && !options->screenshot.empty() && !save_picture(window, options->screenshot))
      std::fprintf(stderr, "cannot write %s\n", options->screenshot.c_str());
    glfwSwapBuffers(window);
    const std::chrono::duration<double, std::milli> whole = Stopwatch::clock::now() - start;
    times.whole.push_back(whole.count());
    times.processor.push_back((processor_seconds() - processor) * 1000);
    times.cached.push_back(cached_calls.take_seconds() * 1000);
    if (is_last)
      break;
  }
  times.print();
  print_counts();
  for (const std::string &text : messages.texts())
    std::printf("  says: %s\n", text.c_str());
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwTerminate();
}
