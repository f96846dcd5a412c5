//===- Einsum.cpp - Einsum as transposes and one product ------------------===//
//
// Attention written with einsum must meet the same patterns as attention
// written with MatMul, so an Einsum of one or two operands becomes what it
// stands for: sums over what no one else names, transposes, and a MatMul (or a
// Mul when nothing is contracted).
//
//===----------------------------------------------------------------------===//
#include "ContribOps.h"

#include <cctype>
#include <numeric>

using namespace mlir;
using namespace mlir::burin;

namespace {

using Results = SmallVector<Value>;

/// A tensor and the letter of each of its dimensions.
struct Term {
  Value value;
  std::string labels;

  bool has(char label) const { return labels.find(label) != std::string::npos; }
};

/// The letters of `text`; an error for anything else, and for a letter twice.
std::string parseLabels(ContribNode &node, StringRef text) {
  std::string labels;
  for (char c : text) {
    if (c == ' ')
      continue;
    if (!std::isalpha(static_cast<unsigned char>(c))) {
      node.fail("equation has '" + Twine(c) +
                "'; only letters are supported (no ellipsis)");
      return {};
    }
    if (labels.find(c) != std::string::npos) {
      node.fail("a dimension '" + Twine(c) +
                "' twice in one term (a diagonal) is not supported");
      return {};
    }
    labels += c;
  }
  return labels;
}

/// Without an arrow the result has the letters that occur once, in order.
std::string getImplicitLabels(ArrayRef<Term> terms) {
  std::string all, once;
  for (const Term &term : terms)
    all += term.labels;
  llvm::sort(all);
  for (char label : all)
    if (llvm::count(all, label) == 1)
      once += label;
  return once;
}

/// Reads the equation: the terms with their operands, and the result's labels.
SmallVector<Term> parseEquation(ContribNode &node, std::string &result) {
  std::string equation = node.takeString("equation");
  auto [left, right] = StringRef(equation).split("->");
  bool isExplicit = StringRef(equation).contains("->");
  SmallVector<StringRef> texts;
  left.split(texts, ',');
  if (texts.size() != node.draft.operands.size()) {
    node.fail("equation '" + equation + "' has " + Twine(texts.size()) +
              " terms, but there are " + Twine(node.draft.operands.size()) +
              " inputs");
    return {};
  }
  SmallVector<Term> terms;
  for (auto [index, text] : llvm::enumerate(texts)) {
    Term term{node.input(index), parseLabels(node, text)};
    RankedTensorType type =
        term.value ? node.typeOf(term.value) : RankedTensorType();
    if (!type || node.isFailed()) {
      node.fail("lacks an operand of known rank");
      return {};
    }
    if (type.getRank() != static_cast<int64_t>(term.labels.size())) {
      node.fail("input " + Twine(index) + " has rank " + Twine(type.getRank()) +
                ", but equation '" + equation + "' gives it " +
                Twine(term.labels.size()) + " dimensions");
      return {};
    }
    terms.push_back(term);
  }
  result = isExplicit ? parseLabels(node, right) : getImplicitLabels(terms);
  for (char label : result)
    if (llvm::none_of(terms, [=](const Term &t) { return t.has(label); }))
      node.fail("dimension '" + Twine(label) + "' of the result is in no input");
  return node.isFailed() ? SmallVector<Term>() : terms;
}

/// `term` with its dimensions in the order of `labels`, which are the same.
Term permute(ContribNode &node, const Term &term, StringRef labels) {
  SmallVector<int64_t> perm;
  for (char label : labels)
    perm.push_back(term.labels.find(label));
  bool isIdentity = llvm::equal(perm, llvm::seq<int64_t>(0, perm.size()));
  return {isIdentity ? term.value : node.transpose(term.value, perm),
          labels.str()};
}

/// Sums over the dimensions that neither `other` nor the result has.
Term sumOut(ContribNode &node, const Term &term, const Term *other,
            StringRef result) {
  SmallVector<int64_t> axes;
  std::string kept;
  for (auto [axis, label] : llvm::enumerate(term.labels))
    if (result.contains(label) || (other && other->has(label)))
      kept += label;
    else
      axes.push_back(axis);
  if (axes.empty())
    return term;
  return {node.op("ReduceSum", {term.value, node.integers(axes)},
                  {node.attribute("keepdims", int64_t(0))}),
          kept};
}

SmallVector<int64_t> range(int64_t start, int64_t count) {
  SmallVector<int64_t> values(count);
  std::iota(values.begin(), values.end(), start);
  return values;
}

/// The product of sizes; dynamic when one of them is.
int64_t multiply(ArrayRef<int64_t> sizes) {
  int64_t product = 1;
  for (int64_t size : sizes)
    product = ShapedType::isDynamic(size) || product < 0 ||
                      llvm::MulOverflow(product, size, product)
                  ? -1
                  : product;
  return product;
}

/// `value` with its dimensions from `batch` on as two: `rows` of them, and the
/// rest. The operand of a MatMul.
Value toMatrix(ContribNode &node, Value value, int64_t batch, int64_t rows) {
  RankedTensorType type = node.typeOf(value);
  if (!type)
    return {};
  if (rows == 1 && type.getRank() == batch + 2)
    return value;
  SmallVector<int64_t> shape(batch, 0); // 0: as it is
  shape.push_back(multiply(type.getShape().slice(batch, rows)));
  shape.push_back(multiply(type.getShape().drop_front(batch + rows)));
  if (llvm::count(shape, -1) > 1)
    return node.fail("merges dimensions of unknown size; bind them when the "
                     "model is exported");
  return node.reshape(value, shape);
}

/// Labels in three groups: of both operands and the result, of one operand, of
/// both operands only.
struct Groups {
  std::string batch, left, right, contracted;
};

Groups group(const Term &a, const Term &b, StringRef result) {
  Groups groups;
  for (char label : a.labels)
    (!b.has(label)              ? groups.left
     : result.contains(label) ? groups.batch
                                : groups.contracted) += label;
  for (char label : b.labels)
    if (!a.has(label))
      groups.right += label;
  return groups;
}

/// Nothing is contracted: a product of elements.
Term multiplyElements(ContribNode &node, const Term &a, const Term &b,
                      const Groups &g) {
  Value left = permute(node, a, g.batch + g.left).value,
        right = permute(node, b, g.batch + g.right).value;
  int64_t batch = g.batch.size();
  if (!g.right.empty())
    left = node.op("Unsqueeze", {left, node.integers(range(
                                           batch + g.left.size(),
                                           g.right.size()))});
  if (!g.left.empty())
    right = node.op("Unsqueeze",
                    {right, node.integers(range(batch, g.left.size()))});
  return {node.op("Mul", {left, right}), g.batch + g.left + g.right};
}

Term multiplyMatrices(ContribNode &node, const Term &a, const Term &b,
                      const Groups &g) {
  Term left = permute(node, a, g.batch + g.left + g.contracted),
       right = permute(node, b, g.batch + g.contracted + g.right);
  int64_t batch = g.batch.size();
  RankedTensorType leftType = node.typeOf(left.value),
                   rightType = node.typeOf(right.value);
  if (!leftType || !rightType)
    return {};
  Value product = node.op(
      "MatMul", {toMatrix(node, left.value, batch, g.left.size()),
                 toMatrix(node, right.value, batch, g.contracted.size())});
  std::string labels = g.batch + g.left + g.right;
  if (g.left.size() == 1 && g.right.size() == 1)
    return {product, labels};
  SmallVector<int64_t> shape(batch, 0);
  for (int64_t size : leftType.getShape().slice(batch, g.left.size()))
    shape.push_back(ShapedType::isDynamic(size) ? -1 : size);
  for (int64_t size : rightType.getShape().take_back(g.right.size()))
    shape.push_back(ShapedType::isDynamic(size) ? -1 : size);
  if (llvm::count(shape, -1) > 1)
    return {node.fail("splits dimensions of unknown size; bind them when the "
                      "model is exported"),
            labels};
  return {node.reshape(product, shape), labels};
}

Results buildEinsum(ContribNode &node) {
  std::string result;
  SmallVector<Term> terms = parseEquation(node, result);
  if (terms.empty())
    return {};
  if (terms.size() == 1)
    return {permute(node, sumOut(node, terms[0], nullptr, result), result)
                .value};
  Term a = sumOut(node, terms[0], &terms[1], result),
       b = sumOut(node, terms[1], &terms[0], result);
  if (node.isFailed())
    return {};
  Groups groups = group(a, b, result);
  Term product = groups.contracted.empty()
                     ? multiplyElements(node, a, b, groups)
                     : multiplyMatrices(node, a, b, groups);
  if (node.isFailed())
    return {};
  return {permute(node, product, result).value};
}

constexpr ContribOp kOps[] = {{"Einsum", 1, 2, buildEinsum}};

} // namespace

ArrayRef<ContribOp> mlir::burin::getEinsum() { return kOps; }
