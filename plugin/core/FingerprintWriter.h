// Writes one unit (FingerprintEngine.h) as tokens.

#ifndef STCACHE_CORE_FINGERPRINTWRITER_H
#define STCACHE_CORE_FINGERPRINTWRITER_H

#include "FingerprintEngine.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/ExprObjC.h"
#include "clang/AST/ExprOpenMP.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtObjC.h"
#include "clang/AST/StmtOpenACC.h"
#include "clang/AST/StmtOpenMP.h"
#if CLANG_VERSION_MAJOR >= 22
#include "clang/AST/StmtSYCL.h"
#endif

namespace stcache::fp {

class UnitWriter {
public:
  /// OnlyCalls: only the functions called are of interest (bodies of opaque templates).
  UnitWriter(Engine &Eng, Unit &U, bool OnlyCalls = false)
      : Eng(Eng), U(U), Ctx(Eng.Ctx), OnlyCalls(OnlyCalls) {}

  // FingerprintDecl.cpp
  void function(const clang::FunctionDecl *F);
  void functionCalls(const clang::FunctionDecl *F);
  /// Of what is another name for something in this file: that. False for all else.
  bool aliased(const clang::ValueDecl *D);
  void variable(const clang::VarDecl *V);
  void record(const clang::RecordDecl *R);
  void cached();

private:
  /// A node: everything written while it lives is inside it.
  class [[nodiscard]] Node {
  public:
    Node(UnitWriter &W, llvm::StringRef Tag) : W(W) { W.open(Tag); }
    ~Node() { W.close(); }
    Node(const Node &) = delete;

  private:
    UnitWriter &W;
  };

  // Tokens.
  void open(llvm::StringRef Tag);
  void close();
  void text(llvm::StringRef Text);
  void number(int64_t N);
  void ref(UnitId Id);
  void refSet(llvm::ArrayRef<UnitId> Ids);

  // FingerprintType.cpp. Complete: the layout of a class counts, not only its name.
  void type(clang::QualType T, bool Complete);
  void typeNode(const clang::Type *T, bool Complete);
  void functionType(const clang::FunctionType *T);
  void tagType(const clang::TagDecl *D, bool Complete);
  void localIndex(const clang::RecordDecl *R);
  void templateArgs(llvm::ArrayRef<clang::TemplateArgument> Args, bool Complete);
  void entity(const clang::NamedDecl *D);
  void context(const clang::DeclContext *DC);
  void ownName(const clang::NamedDecl *D);
  void value(const clang::APValue &V, clang::QualType T);
  void lvalue(const clang::APValue &V, clang::QualType T);
  void constant(const clang::APValue &V, clang::QualType T);
  void zero(clang::QualType T);

  // FingerprintDecl.cpp
  void body(const clang::FunctionDecl *Definition, const clang::Stmt *Body);
  void defaulted(const clang::FunctionDecl *F, const clang::FunctionDecl *Definition);
  void initializers(const clang::CXXConstructorDecl *C);
  void afterDestructor(const clang::CXXDestructorDecl *D);
  void memberDestructors(const clang::CXXRecordDecl *R);
  void destructor(clang::QualType T);
  void passed(clang::QualType T);
  void callee(const clang::FunctionDecl *F, bool Dispatched);
  void use(const clang::ValueDecl *D);
  void local(const clang::ValueDecl *D);
  void localVariable(const clang::VarDecl *V);
  void field(const clang::FieldDecl *F);
  void declStmt(const clang::DeclStmt *S);
  void parameters(const clang::FunctionDecl *Definition);
  unsigned declare(const clang::ValueDecl *D);

  // FingerprintAttr.cpp. Those attributes that change what their owner means.
  void attributes(llvm::ArrayRef<const clang::Attr *> Attrs);
  void attributes(const clang::Decl *D);
  static bool hasEffect(const clang::AttributedStmt *S);
  void aliasing(clang::QualType T);
  void visit(const clang::AttributedStmt *S);

  // FingerprintStmt.cpp
  void stmt(const clang::Stmt *S);
  void dispatch(const clang::Stmt *S);
  void sequence(const clang::Stmt *S, bool Outermost = true);
  void label(const clang::LabelDecl *L);
  void refuse(const clang::Stmt *S);
  void refuse(llvm::StringRef Kind, clang::SourceRange Range);
  void flatten(const clang::Stmt *S, llvm::SmallVectorImpl<const clang::Stmt *> &Out,
               bool Outermost);
  template <class T> void dispatchAs(const T *S);

  void visit(const clang::AddrLabelExpr *S);
  void visit(const clang::AsTypeExpr *S);
  void visit(const clang::BlockExpr *E);
  void visit(const clang::BreakStmt *S);
  void visit(const clang::CXXCatchStmt *S);
  void visit(const clang::CXXForRangeStmt *S);
  void visit(const clang::CXXTryStmt *S);
  void visit(const clang::CapturedStmt *S);
  void visit(const clang::CaseStmt *S);
  void visit(const clang::CompoundStmt *S);
  void visit(const clang::ContinueStmt *S);
  void visit(const clang::CoreturnStmt *S);
  void visit(const clang::CoroutineBodyStmt *S);
  void visit(const clang::CoroutineSuspendExpr *S);
  void visit(const clang::DeclStmt *S) { declStmt(S); }
  void visit(const clang::DefaultStmt *S);
  void visit(const clang::DoStmt *S);
  void visit(const clang::ForStmt *S);
  void visit(const clang::GCCAsmStmt *S);
  void visit(const clang::GotoStmt *S);
  void visit(const clang::IfStmt *S);
  void visit(const clang::IndirectGotoStmt *S);
  void visit(const clang::LabelStmt *S);
  void visit(const clang::MSAsmStmt *S);
  void visit(const clang::ReturnStmt *S);
  void visit(const clang::SwitchStmt *S);
  void visit(const clang::WhileStmt *S);

  // FingerprintExpr.cpp
  void expr(const clang::Expr *E);
  const clang::Expr *pointerOf(const clang::Expr *Object);
  const clang::Expr *strip(const clang::Expr *E);
  bool isSourceLiteral(const clang::Expr *E);
  void floatingState(const clang::FPOptions &O, clang::QualType T);
  void stepOf(clang::QualType Pointer);
  bool mayContract(const clang::BinaryOperator *E);
  void cast(const clang::CastExpr *C);
  void call(const clang::CallExpr *C);
  void object(const clang::Expr *X);
  bool libraryComparison(const clang::FunctionDecl *F, llvm::StringRef Operator,
                         const clang::Expr *Left, const clang::Expr *Right);

  void visit(const clang::ArrayInitIndexExpr *E);
  void visit(const clang::ArrayInitLoopExpr *E);
  void visit(const clang::ArraySubscriptExpr *E);
  void visit(const clang::ArrayTypeTraitExpr *E);
  void visit(const clang::AtomicExpr *E);
  void visit(const clang::BinaryConditionalOperator *E);
  void visit(const clang::BinaryOperator *E);
  void visit(const clang::CXXBindTemporaryExpr *E);
  void visit(const clang::CXXBoolLiteralExpr *E);
  void visit(const clang::CXXConstructExpr *E);
  void visit(const clang::CXXDefaultArgExpr *E);
  void visit(const clang::CXXDefaultInitExpr *E);
  void visit(const clang::CXXDeleteExpr *E);
  void visit(const clang::CXXInheritedCtorInitExpr *E);
  void visit(const clang::CXXNewExpr *E);
  void visit(const clang::CXXNoexceptExpr *E);
  void visit(const clang::CXXNullPtrLiteralExpr *E);
  void visit(const clang::CXXParenListInitExpr *E);
  void visit(const clang::CXXPseudoDestructorExpr *E);
  void visit(const clang::CXXRewrittenBinaryOperator *E);
  void visit(const clang::CXXScalarValueInitExpr *E);
  void visit(const clang::CXXStdInitializerListExpr *E);
  void visit(const clang::CXXThisExpr *E);
  void visit(const clang::CXXThrowExpr *E);
  void visit(const clang::CXXTypeidExpr *E);
  void visit(const clang::CallExpr *E) { call(E); }
  void visit(const clang::CastExpr *E) { cast(E); }
  void visit(const clang::CharacterLiteral *E);
  void visit(const clang::ChooseExpr *E);
  void visit(const clang::CompoundLiteralExpr *E);
  void visit(const clang::ConceptSpecializationExpr *E);
  void visit(const clang::ConditionalOperator *E);
  void visit(const clang::ConvertVectorExpr *E);
  void visit(const clang::DeclRefExpr *E);
  void visit(const clang::DesignatedInitUpdateExpr *E);
  void visit(const clang::EmbedExpr *E);
  void visit(const clang::ExpressionTraitExpr *E);
  void visit(const clang::ExtVectorElementExpr *E);
  void visit(const clang::FixedPointLiteral *E);
  void visit(const clang::FloatingLiteral *E);
  void visit(const clang::GNUNullExpr *E);
  void visit(const clang::GenericSelectionExpr *E);
  void visit(const clang::ImaginaryLiteral *E);
  void visit(const clang::ImplicitValueInitExpr *E);
  void visit(const clang::InitListExpr *E);
  void visit(const clang::IntegerLiteral *E);
  void visit(const clang::LambdaExpr *E);
  void visit(const clang::MaterializeTemporaryExpr *E);
  void visit(const clang::MemberExpr *E);
  void visit(const clang::NoInitExpr *E);
  void visit(const clang::OffsetOfExpr *E);
  void visit(const clang::OpaqueValueExpr *E);
  void visit(const clang::PackIndexingExpr *E);
  void visit(const clang::PredefinedExpr *E);
  void visit(const clang::PseudoObjectExpr *E);
  void visit(const clang::RequiresExpr *E);
  void visit(const clang::ShuffleVectorExpr *E);
  void visit(const clang::SizeOfPackExpr *E);
  void visit(const clang::SourceLocExpr *E);
  void visit(const clang::StmtExpr *E);
  void visit(const clang::StringLiteral *E);
  void visit(const clang::SubstNonTypeTemplateParmExpr *E);
  void visit(const clang::TypeTraitExpr *E);
  void visit(const clang::UnaryExprOrTypeTraitExpr *E);
  void visit(const clang::UnaryOperator *E);
  void visit(const clang::VAArgExpr *E);

  Engine &Eng;
  Unit &U;
  clang::ASTContext &Ctx;
  bool OnlyCalls;
  llvm::DenseMap<const clang::ValueDecl *, unsigned> Locals;
  llvm::DenseMap<const clang::LabelDecl *, unsigned> Labels;
  llvm::DenseMap<const clang::ValueDecl *, unsigned> Captures;
  llvm::DenseMap<const clang::Expr *, unsigned> OpaqueValues;
};

} // namespace stcache::fp

#endif // STCACHE_CORE_FINGERPRINTWRITER_H
