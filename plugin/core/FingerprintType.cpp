// Tokens, types, names and values, all in canonical form: no spelling, no pointers, no numbers
// of enumerators that another Clang could number otherwise.

#include "Compat.h"
#include "FingerprintWriter.h"
#include "clang/AST/APValue.h"
#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"

using namespace clang;

namespace stcache::fp {

static void append32(std::string &Out, uint32_t N) {
  char Raw[4];
  llvm::support::endian::write32le(Raw, N);
  Out.append(Raw, 4);
}

void UnitWriter::open(StringRef Tag) {
  if (OnlyCalls)
    return;
  U.Bytes += '(';
  U.Bytes += char(Tag.size());
  U.Bytes += Tag;
}

void UnitWriter::close() {
  if (!OnlyCalls)
    U.Bytes += ')';
}

void UnitWriter::text(StringRef Text) {
  if (OnlyCalls)
    return;
  U.Bytes += 's';
  append32(U.Bytes, Text.size());
  U.Bytes += Text;
}

void UnitWriter::number(int64_t N) {
  if (OnlyCalls)
    return;
  char Raw[8];
  llvm::support::endian::write64le(Raw, N);
  U.Bytes += 'i';
  U.Bytes.append(Raw, 8);
}

void UnitWriter::ref(UnitId Id) {
  if (OnlyCalls) {
    if (Eng[Id].Kind == UnitKind::Function || Eng[Id].Kind == UnitKind::Variable)
      U.Edges.push_back(Id);
    return;
  }
  U.Refs.push_back(U.Bytes.size());
  U.Bytes += 'r';
  append32(U.Bytes, Id);
  U.Edges.push_back(Id);
}

void UnitWriter::refSet(ArrayRef<UnitId> Ids) {
  if (OnlyCalls) {
    U.Edges.insert(U.Edges.end(), Ids.begin(), Ids.end());
    return;
  }
  U.Refs.push_back(U.Bytes.size());
  U.Bytes += 'R';
  append32(U.Bytes, Ids.size());
  for (UnitId Id : Ids) {
    append32(U.Bytes, Id);
    U.Edges.push_back(Id);
  }
}

void UnitWriter::type(QualType T, bool Complete) {
  if (OnlyCalls)
    return;
  T = Ctx.getCanonicalType(T);
  Qualifiers Q = T.getQualifiers();
  if (Q.empty())
    return typeNode(T.getTypePtr(), Complete);
  Node N(*this, "qualified");
  if (Q.hasConst())
    text("const");
  if (Q.hasVolatile())
    text("volatile");
  if (Q.hasRestrict())
    text("restrict");
  if (Q.hasAddressSpace())
    text(Qualifiers::getAddrSpaceAsString(Q.getAddressSpace()));
  typeNode(T.getTypePtr(), Complete);
}

// A kind of type, template argument or value that is new in a Clang is to be decided about.
#pragma GCC diagnostic error "-Wswitch"

/// T is canonical. Kinds that no canonical, complete type has are dependent: their text has to
/// do, as such code is never run.
void UnitWriter::typeNode(const Type *T, bool Complete) {
  switch (T->getTypeClass()) {
  case Type::Builtin: {
    PrintingPolicy Policy{LangOptions()};
    Policy.Bool = true;
    std::string Name = cast<BuiltinType>(T)->getName(Policy).str();
    // What flags decide: -mlong-double-64, -fshort-wchar.
    if (T->isSpecificBuiltinType(BuiltinType::LongDouble))
      Name += std::to_string(
          llvm::APFloat::semanticsPrecision(Ctx.getFloatTypeSemantics(QualType(T, 0))));
    else if (T->isWideCharType())
      Name += (T->isSignedIntegerType() ? "" : "u") + std::to_string(Ctx.getTypeSize(T));
    return text(Name);
  }
  case Type::Complex: {
    Node N(*this, "complex");
    return type(cast<ComplexType>(T)->getElementType(), Complete);
  }
  case Type::Pointer: {
    Node N(*this, "pointer");
    return type(T->getPointeeType(), false);
  }
  case Type::BlockPointer: {
    Node N(*this, "block-pointer");
    return type(T->getPointeeType(), false);
  }
  case Type::LValueReference: {
    Node N(*this, "reference");
    return type(T->getPointeeType(), false);
  }
  case Type::RValueReference: {
    Node N(*this, "rvalue-reference");
    return type(T->getPointeeType(), false);
  }
  case Type::MemberPointer: {
    Node N(*this, "member-pointer");
    if (const CXXRecordDecl *R = cast<MemberPointerType>(T)->getMostRecentCXXRecordDecl())
      tagType(R, false);
    return type(T->getPointeeType(), false);
  }
  case Type::ConstantArray:
  case Type::ArrayParameter: {
    Node N(*this, "array");
    number(cast<ConstantArrayType>(T)->getSize().getZExtValue());
    return type(cast<ArrayType>(T)->getElementType(), Complete);
  }
  case Type::IncompleteArray: {
    Node N(*this, "array");
    return type(cast<ArrayType>(T)->getElementType(), Complete);
  }
  case Type::VariableArray: {
    Node N(*this, "variable-array");
    if (const Expr *Size = cast<VariableArrayType>(T)->getSizeExpr())
      expr(Size);
    return type(cast<ArrayType>(T)->getElementType(), Complete);
  }
  case Type::Vector:
  case Type::ExtVector: {
    // Conditions look at the sign of an element in an ext_vector, at its value in a vector.
    Node N(*this, isa<ExtVectorType>(T) ? "ext-vector" : "vector");
    number(int(cast<VectorType>(T)->getVectorKind()));
    number(cast<VectorType>(T)->getNumElements());
    return type(cast<VectorType>(T)->getElementType(), Complete);
  }
  case Type::ConstantMatrix: {
    Node N(*this, "matrix");
    number(cast<ConstantMatrixType>(T)->getNumRows());
    number(cast<ConstantMatrixType>(T)->getNumColumns());
    return type(cast<MatrixType>(T)->getElementType(), Complete);
  }
  case Type::FunctionNoProto:
  case Type::FunctionProto:
    return functionType(cast<FunctionType>(T));
  case Type::Record:
  case Type::Enum:
    return tagType(T->getAsTagDecl(), Complete);
  case Type::Atomic: {
    Node N(*this, "atomic");
    return type(cast<AtomicType>(T)->getValueType(), Complete);
  }
  case Type::BitInt: {
    Node N(*this, "bit-int");
    text(cast<BitIntType>(T)->isUnsigned() ? "unsigned" : "signed");
    return number(cast<BitIntType>(T)->getNumBits());
  }
#define STCACHE_OTHER_Written(Kind)
#define STCACHE_OTHER_Sugar(Kind) case Type::Kind:
#define STCACHE_OTHER_Dependent(Kind) case Type::Kind:
#define STCACHE_OTHER_Refused(Kind) case Type::Kind:
#define STCACHE_TYPE(Kind, Decision) STCACHE_OTHER_##Decision(Kind)
#include "FingerprintTypeKinds.def"
    U.Conservative = true;
    Node N(*this, "conservative-type");
    return text(QualType(T, 0).getAsString(Ctx.getPrintingPolicy()));
  }
}

/// Without the exception specification: what it means is seen where the function is.
void UnitWriter::functionType(const FunctionType *T) {
  Node N(*this, "function-type");
  type(T->getReturnType(), false);
  if (T->getCallConv() != CC_C)
    text(FunctionType::getNameForCallConv(T->getCallConv()));
  if (T->getNoReturnAttr())
    text("noreturn");
  auto *P = dyn_cast<FunctionProtoType>(T);
  if (!P)
    return text("no-prototype");
  for (QualType Param : P->param_types())
    type(Param, false);
  if (P->isVariadic())
    text("...");
  if (P->getMethodQuals().hasConst())
    text("const");
  if (P->getMethodQuals().hasVolatile())
    text("volatile");
  for (unsigned I = 0; I < P->getNumParams(); ++I)
    if (P->getExtParameterInfo(I).hasPassObjectSize()) {
      text("with-size");
      number(I);
    }
  // With & or without it: the same function of a library under another -std=.
  if (P->getRefQualifier() == RQ_RValue)
    text("&&");
}

/// Whether a class or enumeration has no name that other files could know it by.
static bool isLocal(const TagDecl *D) {
  return D->getParentFunctionOrMethod() || (!D->getIdentifier() && !D->getTypedefNameForAnonDecl());
}

void UnitWriter::tagType(const TagDecl *D, bool Complete) {
  if (auto *Enum = dyn_cast<EnumDecl>(D)) {
    Node N(*this, "enum");
    if (!isLocal(Enum))
      entity(Enum);
    if (QualType T = Enum->getIntegerType(); !T.isNull())
      type(T, false);
    return;
  }
  auto *R = cast<RecordDecl>(D);
  if (isLocal(R)) {
    // It is what it contains; its name counts for nothing.
    Node N(*this, "local-class");
    return ref(Eng.record(R));
  }
  Node N(*this, "class");
  entity(R);
  if (!Complete)
    return;
  if (!Eng.isOpaque(R)) {
    if (R->getDefinition())
      ref(Eng.record(R));
  } else if (auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R); S && Eng.mentionsUser(S)) {
    templateArgs(S->getTemplateArgs().asArray(), true);
  }
}

void UnitWriter::templateArgs(ArrayRef<TemplateArgument> Args, bool Complete) {
  Node N(*this, "<>");
  for (const TemplateArgument &A : Args)
    switch (A.getKind()) {
    case TemplateArgument::Null:
      text("null");
      break;
    case TemplateArgument::Type:
      type(A.getAsType(), Complete);
      break;
    case TemplateArgument::Declaration:
      use(A.getAsDecl());
      break;
    case TemplateArgument::NullPtr: {
      Node Null(*this, "nullptr");
      type(A.getNullPtrType(), false);
      break;
    }
    case TemplateArgument::Integral: {
      Node Constant(*this, "constant");
      type(A.getIntegralType(), false);
      text(llvm::toString(A.getAsIntegral(), 10));
      break;
    }
    case TemplateArgument::StructuralValue: {
      Node Constant(*this, "constant");
      type(A.getStructuralValueType(), false);
      value(A.getAsStructuralValue(), A.getStructuralValueType());
      break;
    }
    case TemplateArgument::Template:
    case TemplateArgument::TemplateExpansion: {
      Node Template(*this, "template");
      if (const TemplateDecl *T = A.getAsTemplateOrTemplatePattern().getAsTemplateDecl())
        entity(T);
      break;
    }
    case TemplateArgument::Expression:
      text("dependent");
      break;
    case TemplateArgument::Pack:
      templateArgs(A.pack_elements(), Complete);
      break;
    }
}

void UnitWriter::context(const DeclContext *DC) {
  while (DC->isTransparentContext() || isa<BlockDecl, CapturedDecl, ExportDecl>(DC))
    DC = DC->getParent();
  if (DC->isTranslationUnit() || DC->isFunctionOrMethod())
    return;
  auto *D = cast<NamedDecl>(DC);
  if (auto *R = dyn_cast<RecordDecl>(DC); R && isLocal(R)) {
    // Not a reference to the class: its members' bodies are reached from where they are used.
    auto *C = dyn_cast<CXXRecordDecl>(R);
    text(C && C->isLambda() ? "lambda" : "local-class");
    return localIndex(R);
  }
  context(DC->getParent());
  ownName(D);
}

void UnitWriter::ownName(const NamedDecl *D) {
  DeclarationName Name = D->getDeclName();
  switch (Name.getNameKind()) {
  case DeclarationName::Identifier:
    if (D->getIdentifier())
      text(D->getName());
    else if (auto *Tag = dyn_cast<TagDecl>(D); Tag && Tag->getTypedefNameForAnonDecl())
      text(Tag->getTypedefNameForAnonDecl()->getName());
    else
      text(isa<NamespaceDecl>(D) ? "(anonymous namespace)" : "(unnamed)");
    break;
  case DeclarationName::CXXConstructorName:
    text("(constructor)");
    break;
  case DeclarationName::CXXDestructorName:
    text("(destructor)");
    break;
  case DeclarationName::CXXConversionFunctionName:
    text("(conversion)");
    break;
  case DeclarationName::CXXOperatorName:
    text("operator");
    text(getOperatorSpelling(Name.getCXXOverloadedOperator()));
    break;
  case DeclarationName::CXXLiteralOperatorName:
    text("operator\"\"");
    text(Name.getCXXLiteralIdentifier()->getName());
    break;
  default:
    text(Name.getAsString());
    break;
  }
  if (auto *S = dyn_cast<ClassTemplateSpecializationDecl>(D))
    templateArgs(S->getTemplateArgs().asArray(), false);
  else if (auto *V = dyn_cast<VarTemplateSpecializationDecl>(D))
    templateArgs(V->getTemplateArgs().asArray(), false);
  else if (auto *F = dyn_cast<FunctionDecl>(D))
    if (const TemplateArgumentList *Args = F->getTemplateSpecializationArgs())
      templateArgs(Args->asArray(), false);
}

void UnitWriter::entity(const NamedDecl *D) {
  if (OnlyCalls)
    return;
  Node N(*this, "name");
  context(D->getDeclContext());
  ownName(D);
}

void UnitWriter::zero(QualType T) {
  T = Ctx.getCanonicalType(T).getUnqualifiedType();
  if (T->isIntegralOrEnumerationType())
    return constant(
        APValue(llvm::APSInt(Ctx.getIntWidth(T), !T->isSignedIntegerOrEnumerationType())), T);
  if (T->isRealFloatingType())
    return constant(APValue(llvm::APFloat(Ctx.getFloatTypeSemantics(T))), T);
  Node N(*this, T->isPointerType() || T->isNullPtrType() ? "nullptr" : "zero");
  type(T, true);
}

void UnitWriter::constant(const APValue &V, QualType T) {
  Node N(*this, "constant");
  type(T.getUnqualifiedType(), false);
  value(V, T);
}

void UnitWriter::value(const APValue &V, QualType T) {
  auto Float = [&](const llvm::APFloat &F) {
    text(llvm::toString(F.bitcastToAPInt(), 16, /*Signed=*/false));
  };
  auto Int = [&](const llvm::APSInt &I) { text(llvm::toString(I, 10)); };
  T = Ctx.getCanonicalType(T);
  switch (V.getKind()) {
  case APValue::None:
  case APValue::Indeterminate:
    return text("indeterminate");
  case APValue::Int:
    return Int(V.getInt());
  case APValue::Float:
    return Float(V.getFloat());
  case APValue::FixedPoint:
    return text(llvm::toString(V.getFixedPoint().getValue(), 10));
  case APValue::ComplexInt:
    Int(V.getComplexIntReal());
    return Int(V.getComplexIntImag());
  case APValue::ComplexFloat:
    Float(V.getComplexFloatReal());
    return Float(V.getComplexFloatImag());
  case APValue::LValue:
    return lvalue(V, T);
  case APValue::Vector: {
    Node N(*this, "elements");
    for (unsigned I = 0; I < V.getVectorLength(); ++I)
      value(V.getVectorElt(I), QualType());
    return;
  }
  case APValue::Array: {
    Node N(*this, "elements");
    QualType Element = Ctx.getAsArrayType(T) ? Ctx.getAsArrayType(T)->getElementType() : QualType();
    number(V.getArraySize());
    for (unsigned I = 0; I < V.getArrayInitializedElts(); ++I)
      value(V.getArrayInitializedElt(I), Element);
    if (V.hasArrayFiller()) {
      Node Filler(*this, "rest");
      value(V.getArrayFiller(), Element);
    }
    return;
  }
  case APValue::Struct: {
    Node N(*this, "members");
    auto *R = T->getAsCXXRecordDecl();
    unsigned I = 0;
    if (R)
      for (const CXXBaseSpecifier &B : R->bases())
        if (I < V.getStructNumBases())
          value(V.getStructBase(I++), B.getType());
    if (auto *Record = T->getAs<RecordType>())
      for (const FieldDecl *F : Record->getAsRecordDecl()->fields())
        if (F->getFieldIndex() < V.getStructNumFields() && !F->isUnnamedBitField())
          value(V.getStructField(F->getFieldIndex()), F->getType());
    return;
  }
  case APValue::Union: {
    Node N(*this, "union");
    if (const FieldDecl *F = V.getUnionField()) {
      number(F->getFieldIndex());
      value(V.getUnionValue(), F->getType());
    }
    return;
  }
  case APValue::MemberPointer: {
    Node N(*this, "member");
    if (const ValueDecl *D = V.getMemberPointerDecl())
      use(D);
    for (const CXXRecordDecl *R : V.getMemberPointerPath())
      entity(R);
    return;
  }
  case APValue::AddrLabelDiff:
    label(V.getAddrLabelDiffLHS()->getLabel());
    return label(V.getAddrLabelDiffRHS()->getLabel());
  }
}

void UnitWriter::lvalue(const APValue &V, QualType T) {
  Node N(*this, "address");
  if (V.isNullPointer())
    return text("null");
  APValue::LValueBase Base = V.getLValueBase();
  if (auto *D = Base.dyn_cast<const ValueDecl *>())
    use(D);
  else if (auto *E = Base.dyn_cast<const Expr *>())
    expr(E);
  else if (auto Info = Base.dyn_cast<TypeInfoLValue>())
    type(QualType(Info.getType(), 0), false);
  number(V.getLValueOffset().getQuantity());
  if (V.hasLValuePath() && V.isLValueOnePastTheEnd())
    text("end");
}

} // namespace stcache::fp
