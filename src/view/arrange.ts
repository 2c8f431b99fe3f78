/**
 * Makes `children` the children of `parent`, moving as few as it can: a moved element loses focus and scroll. Puts no more than
 * `most` of them in their place; false if some are left, which the next call with the same children finds.
 */
export function arrange(parent: Element, children: readonly Element[], most = Infinity): boolean {
  const wanted = new Set(children);
  for (const child of Array.from(parent.children)) if (!wanted.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const child of wanted) {
    if (child === next) next = next.nextElementSibling;
    else if (most-- > 0) parent.insertBefore(child, next);
    else return false;
  }
  return true;
}
