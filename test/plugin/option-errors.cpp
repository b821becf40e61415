// A mistake in an option names the option, what was given and what is allowed.
// RUN: %stcxx -fsyntax-only -ferror-limit=0 -Xclang -verify %s
#include <chrono>
#include <memory>
#include <st/cache.h>
#include <string>
using namespace std::chrono_literals;

[[st::cache_data(tll = 5)]] // expected-error {{unknown option 'tll' in 'st::cache_data'; the options are ttl, max_entries, max_bytes, show_spinner, show_time, persist, hash_funcs, scope, refresh_mode, cache_if, depends_on, version, experimental_allow_widgets [st-unknown-option]}}
int unknown(int a) { return a; }

[[st::cache_data(5)]] // expected-error {{expected 'option = value' in 'st::cache_data', found an expression of type 'int' [st-not-an-option]}}
int no_option(int a) { return a; }

[[st::cache_data(ttl = "5")]] // expected-error {{option 'ttl' is given "5"; allowed is a number of seconds, a std::chrono duration, or text with units such as "1d", "1.5 hours", "1d23h" [st-bad-option]}}
int no_unit(int a) { return a; }
[[st::cache_data(ttl = "5 parsecs")]] // expected-error {{option 'ttl' is given "5 parsecs"; allowed is}}
int bad_unit(int a) { return a; }
[[st::cache_data(ttl = nullptr)]] // expected-error {{option 'ttl' is given a value of type 'std::nullptr_t'; allowed is}}
int bad_ttl(int a) { return a; }
[[st::cache_data(ttl = true)]] // expected-error {{option 'ttl' is given a value of type 'bool'; allowed is}}
int bool_ttl(int a) { return a; }
[[st::cache_data(ttl = 1.5h)]] int good_ttl(int a) { return a; }
[[st::cache_data(ttl = "1 day 23hr 45minutes")]] int text_ttl(int a) { return a; }

[[st::cache_data(max_entries = 0)]] // expected-error {{option 'max_entries' is given 0; allowed is an integer of at least 1 [st-bad-option]}}
int zero(int a) { return a; }
[[st::cache_data(max_entries = 1.5)]] // expected-error {{option 'max_entries' is given a value of type 'double'; allowed is an integer of at least 1}}
int fraction(int a) { return a; }

[[st::cache_data(show_spinner = 3)]] // expected-error {{option 'show_spinner' is given a value of type 'int'; allowed is true, false, or the text to show}}
int spinner(int a) { return a; }
[[st::cache_data(show_spinner = std::wstring())]] // expected-error {{option 'show_spinner' is given a value of type 'std::wstring' (aka 'basic_string<wchar_t>'); allowed is true, false, or the text to show}}
int wide_spinner(int a) { return a; }
[[st::cache_data(version = 3)]] // expected-error {{option 'version' is given a value of type 'int'; allowed is a string literal}}
int versioned(int a) { return a; }

[[st::cache_data(ttl = 1, ttl = 2)]] // expected-error {{option 'ttl' is given twice [st-repeated-option]}}
int twice(int a) { return a; }

[[st::cache_data(validate = [](int) { return true; })]] // expected-error {{option 'validate' is not allowed in 'st::cache_data', only in 'st::cache_resource' [st-option-not-allowed]}}
int data_validate(int a) { return a; }
[[st::cache_resource(max_bytes = 5)]] // expected-error {{option 'max_bytes' is not allowed in 'st::cache_resource', only in 'st::cache_data'}}
std::shared_ptr<int> resource_bytes(int a) { return std::make_shared<int>(a); }

[[st::cache_data(max_bytes = 0)]] // expected-error {{option 'max_bytes' is given 0; allowed is an integer of at least 1, or text with a unit such as "500M", "1.5Gi" [st-bad-option]}}
int no_bytes(int a) { return a; }
[[st::cache_data(max_bytes = "0.5")]] // expected-error {{option 'max_bytes' is given "0.5"; allowed is}}
int half_a_byte(int a) { return a; }
[[st::cache_data(max_bytes = "5 apples")]] // expected-error {{option 'max_bytes' is given "5 apples"; allowed is}}
int apples(int a) { return a; }
[[st::cache_data(max_bytes = 1.5)]] // expected-error {{option 'max_bytes' is given a value of type 'double'; allowed is}}
int fraction_of_bytes(int a) { return a; }
[[st::cache_data(max_bytes = std::string("5M"))]] // expected-error {{option 'max_bytes' is given text that is not a literal; allowed is}}
int string_of_bytes(int a) { return a; }
[[st::cache_data(max_bytes = true)]] // expected-error {{option 'max_bytes' is given a value of type 'bool'; allowed is}}
int bool_of_bytes(int a) { return a; }
enum { megabyte = 1000000 };
[[st::cache_data(max_bytes = 5 * megabyte)]] int bytes(int a) { return a; }
[[st::cache_data(max_bytes = megabyte)]] int named_bytes(int a) { return a; }
[[st::cache_data(max_bytes = "1.5Gi", max_entries = 5)]] int text_bytes(int a) { return a; }
[[st::cache_data(persist = remote)]]
int persistent(int a) { return a; }
[[st::cache_data(persist = "remote")]]
int persistent_text(int a) { return a; }
[[st::cache_data(persist = "dsik")]] // expected-error {{option 'persist' is given "dsik"; allowed is disk, remote, either as text, true (disk), none or false [st-bad-option]}}
int persistent_typo(int a) { return a; }
[[st::cache_data(persist = 1)]] // expected-error {{option 'persist' is given a value of type 'int'; allowed is disk}}
int persistent_number(int a) { return a; }
[[st::cache_data(scope = session)]] int session_scope(int a) { return a; }
[[st::cache_resource(scope = st::session)]] std::shared_ptr<int> session_object(int a) { return std::make_shared<int>(a); }
[[st::cache_data(scope = st::scope_kind::global)]] int global_scope(int a) { return a; }
constexpr auto mine = st::session;
[[st::cache_data(scope = mine)]] int named_scope(int a) { return a; }
[[st::cache_data(scope = st::scope_kind::session)]] // expected-error {{option 'scope' is given a value that is not one of these names; allowed is global or session [st-bad-option]}}
int other_name(int a) { return a; }
bool choice;
[[st::cache_data(scope = choice ? st::scope_kind::session : st::global)]] // expected-error {{option 'scope' is given a value that is not one of these names; allowed is global or session}}
int chosen_scope(int a) { return a; }
[[st::cache_data(scope = "session")]] // expected-error {{option 'scope' is given a value of type 'const char[8]'; allowed is global or session}}
int text_scope(int a) { return a; }
[[st::cache_data(scope = 1)]] // expected-error {{option 'scope' is given a value of type 'int'; allowed is global or session}}
int number_scope(int a) { return a; }
// A store is for what outlives its session.
[[st::cache_data(persist = disk, scope = session)]] // expected-error {{'persist' cannot be combined with 'scope = session': results of a session end with it [st-conflicting-options]}}
int stored_session(int a) { return a; }
[[st::cache_data(scope = session, persist = "remote")]] // expected-error {{'persist' cannot be combined with 'scope = session'}}
int remote_session(int a) { return a; }
[[st::cache_data(scope = session, persist = none)]] int memory_session(int a) { return a; }
[[st::cache_data(scope = global, persist = disk)]] int stored_global(int a) { return a; }
template <bool Stored> [[st::cache_data(scope = session, persist = Stored)]] // expected-error {{'persist' cannot be combined with 'scope = session'}}
int perhaps_stored(int a) { return a; }
int uses_stored = perhaps_stored<false>(1) + perhaps_stored<true>(1);
[[st::cache_data(show_time = 1)]] // expected-error {{option 'show_time' is given a value of type 'int'; allowed is true or false [st-bad-option]}}
int timed_by_number(int a) { return a; }
[[st::cache_data(show_time = true)]] int timed(int a) { return a; }
[[st::cache_data(refresh_mode = background, ttl = 1)]]
int refreshed(int a) { return a; }
[[st::cache_data(refresh_mode = session, ttl = 1)]] // expected-error {{allowed is foreground or background, as a constant}}
int refreshed_typo(int a) { return a; }
[[st::cache_data(experimental_allow_widgets = 1)]] // expected-error {{option 'experimental_allow_widgets' is given a value of type 'int'; allowed is true or false [st-bad-option]}}
int widgets(int a) { return a; }
// What asks for nothing is accepted.
[[st::cache_data(persist = none, scope = global, refresh_mode = foreground, experimental_allow_widgets = false)]]
int defaults(int a) { return a; }
[[st::cache_data(persist = false)]] int not_persistent(int a) { return a; }

[[st::cache_data(hash_funcs = [](auto x) { return x; })]] // expected-error {{option 'hash_funcs' is given a callable that does not take one argument of one concrete type: allowed is a callable with one parameter of a concrete type, such as [](const Model &m) { return m.id; }}}
int generic(int a) { return a; }
[[st::cache_data(hash_funcs = [](int a, int b) { return a + b; })]] // expected-error {{option 'hash_funcs' is given a callable that does not take exactly one argument and return what is to be hashed}}
int two_arguments(int a) { return a; }
[[st::cache_data(hash_funcs = 5)]] // expected-error {{option 'hash_funcs' is given a value of type 'int'; allowed is a callable}}
int no_callable(int a) { return a; }
[[st::cache_data(cache_if = [](const std::string &) { return true; })]] // expected-error {{option 'cache_if' is given a callable that does not take a 'const int &': allowed is a predicate on the result}}
int wrong_predicate(int a) { return a; }

[[st::cache_data(ttl)]] // expected-error {{option 'ttl' has no value: write 'ttl = ...' [st-not-an-option]}}
int no_value(int a) { return a; }

// What an expression elsewhere makes of options cannot be checked.
inline auto some_version() { return st::version = "2"; }
[[st::cache_data(some_version())]] // expected-error {{option 'version' is given by another expression than 'version = value': write it in the attribute, where it can be checked [st-not-an-option]}}
int hidden_version(int a) { return a; }
[[st::cache_data(choice ? ttl = 3 : ttl = 4)]] // expected-error {{option 'ttl' is given by another expression}}
int chosen_ttl(int a) { return a; }
[[st::cache_data((ttl = 3, max_entries = 4))]] // expected-error {{option 'max_entries' is given by another expression}}
int comma(int a) { return a; }
[[st::cache_data(ttl = max_entries = 4)]] // expected-error {{option 'ttl' is given a value of type}}
int chained(int a) { return a; }
[[st::cache_data((ttl = 3))]] int parentheses(int a) { return a; }

struct Checked { bool alive() const; };
[[st::cache_resource(validate = &Checked::alive)]] // expected-error {{option 'validate' is given a value of type 'bool (Checked::*)() const'; allowed is a predicate on the result}}
Checked &member_callback(int a);
Checked &member_callback(int) { static Checked c; return c; }
[[st::cache_data(cache_if = [n = 0](int) mutable { return ++n > 1; })]] // expected-error {{option 'cache_if' is given a callable that does not take}}
int mutable_callback(int a) { return a; }

struct NoHash { NoHash(); private: int x; };
NoHash state;
[[st::cache_data(depends_on = state)]] // expected-error {{cannot hash the value of type 'NoHash' given to 'depends_on' in 'depends' [st-unhashable-param]}}
int depends(int a) { return a; }

// In a template a mistake that does not depend on its parameters is seen without any use.
template <class T> [[st::cache_data(max_entries = 0)]] // expected-error {{option 'max_entries' is given 0}}
T unused_template(T a) { return a; }
// One that does is seen when the template is used.
template <int N> [[st::cache_data(max_entries = N)]] // expected-error {{option 'max_entries' is given 0}}
int used_template(int a) { return a; }
int use = used_template<3>(1) + used_template<0>(1);
