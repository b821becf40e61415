// The attributes [[st::cache_data]], [[st::cache_resource]] and the legacy [[st::cache]]: how they
// get into the AST and how they are found there again.

#ifndef STCACHE_CORE_ANNOTATIONS_H
#define STCACHE_CORE_ANNOTATIONS_H

#include "clang/AST/Attr.h"
#include "clang/AST/Decl.h"
#include "clang/Sema/ParsedAttr.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace stcache {

enum class CacheKind { Data, Resource };

/// As users write it: "st::cache_data" or "st::cache_resource".
llvm::StringRef attributeName(CacheKind Kind);

/// Which of the attributes it is.
struct AnnotationName {
  CacheKind Kind;      // of a legacy one: what it acts as
  bool Legacy = false; // st::cache

  /// As users write it.
  llvm::StringRef text() const { return Legacy ? "st::cache" : attributeName(Kind); }
};

/// One attribute on one function declaration.
struct Annotation : AnnotationName {
  const clang::AnnotateAttr *Attr;

  clang::SourceLocation location() const { return Attr->getLocation(); }

  /// The option expressions, as written between the parentheses; after the instantiation of a
  /// template, as instantiated.
  llvm::SmallVector<clang::Expr *, 8> options() const;
};

/// The annotation on this very declaration (or inherited from an earlier one), if any.
std::optional<Annotation> findAnnotation(const clang::FunctionDecl *Function);

/// Takes the annotation off, once the function is rewritten: Clang would emit its arguments as
/// data, and a precompiled header's user would rewrite the function again.
void removeAnnotation(clang::FunctionDecl *Function);

/// Whether any annotation has been parsed in this translation unit. Most have none, and then need
/// not be searched.
bool annotationsSeen();
/// Before a translation unit is parsed: what was seen in one before is kept in the process.
void forgetAnnotations();

/// As it was written on this declaration; Clang drops those that come after the definition.
struct WrittenAnnotation : Annotation {
  const clang::FunctionDecl *Function;

  /// The name, with its scope where that stands before it, and the arguments.
  clang::SourceRange range() const { return Attr->getRange(); }
};

/// What was written on this very declaration, if anything.
const WrittenAnnotation *wroteAnnotation(const clang::FunctionDecl *Function);

/// All, in the order of the source.
llvm::ArrayRef<WrittenAnnotation> writtenAnnotations();

/// What Clang's attribute registry needs to parse one of the attributes.
///
/// Clang asks plugins about a scoped attribute by its unscoped name and skips the arguments of
/// those it does not know (clang/lib/Basic/Attributes.cpp), so the unscoped spellings are
/// registered, too. They also make `__has_cpp_attribute(st::cache_data)` true.
class AttributeInfo : public clang::ParsedAttrInfo {
public:
  explicit AttributeInfo(llvm::ArrayRef<Spelling> Names);

  /// Whether the plain unscoped spellings count. They are hidden while attributes are parsed,
  /// where those of other scopes must stay unknown.
  static void showUnscoped(bool Show);

  bool diagAppertainsToDecl(clang::Sema &S, const clang::ParsedAttr &Attr,
                            const clang::Decl *D) const override;
  AttrHandling handleDeclAttribute(clang::Sema &S, clang::Decl *D,
                                   const clang::ParsedAttr &Attr) const override;

private:
  llvm::ArrayRef<Spelling> All; // the scoped one first
};

struct CacheDataAttribute : AttributeInfo {
  CacheDataAttribute();
};
struct CacheResourceAttribute : AttributeInfo {
  CacheResourceAttribute();
};
struct LegacyCacheAttribute : AttributeInfo {
  LegacyCacheAttribute();
};

/// Makes Clang parse the attributes. A plugin calls it when it is loaded, a tool before it parses.
void registerAttributes();

} // namespace stcache

#endif // STCACHE_CORE_ANNOTATIONS_H
