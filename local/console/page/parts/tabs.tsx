/** Links to the parts of a page. */
export const Tabs = ({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { readonly href: string; readonly title: string; readonly isCurrent: boolean }[];
}) => (
  <nav class="tabs" aria-label={label}>
    {tabs.map(({ href, title, isCurrent }) => (
      <a key={href} href={href} aria-current={isCurrent ? "page" : undefined}>
        {title}
      </a>
    ))}
  </nav>
);
