import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Group, SegmentedControl, Skeleton, Text } from '@mantine/core'
import type { JsonObject } from '../Api/records'
import { JsonField, jsonText, objectOf } from '../Dialogs/JsonField'

const SchemaForm = lazy(() => import('./SchemaForm'))

/** An input that is written as JSON, or filled into a form of a schema. */
export interface Input {
  text: string
  setText(text: string): void
  /** The object, or the throw of what is wrong with it. */
  read(): JsonObject
  /** Checks what the form holds; set by the form while it is shown. */
  check: React.RefObject<(() => void) | null>
}

export function useInput(initial: JsonObject = {}): Input {
  const [text, setText] = useState(() => jsonText(initial))
  const check = useRef<(() => void) | null>(null)
  return {
    text,
    setText,
    check,
    read() {
      check.current?.()
      return objectOf(text)
    },
  }
}

/** The field of an input: a form where there is a schema for it, else JSON. */
export function InputField({ input, schema, pending = false, error, label = 'Input' }: { input: Input; schema: JsonObject | null; pending?: boolean; error?: string; label?: string }) {
  const [way, setWay] = useState<'form' | 'json'>('form')
  const { check } = input
  const asForm = schema !== null && way === 'form'
  useEffect(() => {
    if (!asForm && !pending) check.current = null
    // Until the form is there to check what it holds; it sets a check of its own then.
    else check.current ??= () => { throw new Error('The form of the input is not there yet; try again in a moment.') }
  }, [asForm, pending, check])
  return (
    <div>
      {schema && (
        <Group justify="space-between" mb="xs">
          <Text size="sm" fw={500} id="input-way">{label}</Text>
          <SegmentedControl size="xs" aria-labelledby="input-way" value={way} onChange={value => setWay(value as 'form' | 'json')} data={[{ value: 'form', label: 'Form' }, { value: 'json', label: 'JSON' }]} />
        </Group>
      )}
      {asForm ? (
        <Suspense fallback={<Skeleton height={120} />}>
          <SchemaForm schema={schema} input={input} />
          {error && <Text size="sm" c="var(--mantine-color-error)" role="alert">{error}</Text>}
        </Suspense>
      ) : (
        <JsonField label={schema ? `${label} as JSON` : label} value={input.text} onChange={input.setText} error={error} description={schema ? undefined : 'A JSON object, which every action of it gets.'} />
      )}
    </div>
  )
}
