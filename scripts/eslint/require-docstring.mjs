/** ESLint rule: an exported function or class says what it means, in which units, how it rounds and fails. */
export const requireDocstring = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      missing: 'Exported {{ name }} needs a docstring (/** … */): meaning, units, rounding, errors.',
    },
  },
  create(context) {
    return {
      'ExportNamedDeclaration[declaration.type=/^(FunctionDeclaration|ClassDeclaration)$/]'(node) {
        const first = node.declaration.decorators?.[0] ?? node;
        const [comment] = context.sourceCode.getCommentsBefore(first).slice(-1);
        const beforeExport = context.sourceCode.getCommentsBefore(node).slice(-1)[0];
        if (isDocstring(comment) || isDocstring(beforeExport)) return;
        context.report({
          node: node.declaration.id ?? node,
          messageId: 'missing',
          data: { name: node.declaration.id?.name ?? 'default' },
        });
      },
    };
  },
};

function isDocstring(comment) {
  return comment?.type === 'Block' && comment.value.startsWith('*');
}
