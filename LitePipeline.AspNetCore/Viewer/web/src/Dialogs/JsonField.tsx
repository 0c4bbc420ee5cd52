import { Textarea } from '@mantine/core'
import { useMemo } from 'react'
import type { JsonObject } from '../Api/records'

/** What a text holds as a JSON object, or what is wrong with it. */
export function parseObject(text: string): { value: JsonObject; problem: null } | { value: null; problem: string } {
  if (text.trim() === '') return { value: {}, problem: null }
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return { value: null, problem: 'This is no JSON object; begin with { and end with }.' }
    return { value: value as JsonObject, problem: null }
  } catch (error) {
    return { value: null, problem: `This is no JSON: ${(error as Error).message}` }
  }
}

/** The object of a field; it throws what is wrong with the text, for the form to show. */
export function objectOf(text: string): JsonObject {
  const { value, problem } = parseObject(text)
  if (value === null) throw new Error(problem)
  return value
}

export const jsonText = (value: unknown) => JSON.stringify(value ?? {}, null, 2)

/** A field for a JSON object. */
export function JsonField({ label, value, onChange, error, description, rows = 5 }: { label: string; value: string; onChange: (text: string) => void; error?: string; description?: string; rows?: number }) {
  const { problem } = useMemo(() => parseObject(value), [value])
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={rows}
      maxRows={22}
      spellCheck={false}
      autoCapitalize="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.85rem' } }}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      error={error ?? problem ?? undefined}
    />
  )
}
