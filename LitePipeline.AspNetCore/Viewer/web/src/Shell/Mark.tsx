/** The product's mark. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#3b5bdb" />
      <path d="M10.5 16h4l4-6h2M14.5 16l4 6h2" fill="none" stroke="#fff" strokeWidth="2.4" />
      <g fill="#fff">
        <circle cx="8" cy="16" r="3" />
        <circle cx="23.5" cy="10" r="3" />
        <circle cx="23.5" cy="22" r="3" />
      </g>
    </svg>
  )
}
