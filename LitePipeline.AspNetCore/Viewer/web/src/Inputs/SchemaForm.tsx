import Form from '@rjsf/mantine'
import type { RJSFSchema } from '@rjsf/utils'
import { useEffect, useMemo, useState } from 'react'
import type { JsonObject } from '../Api/records'
import { jsonText, parseObject } from '../Dialogs/JsonField'
import type { Input } from './InputField'
import { SchemaCheck } from './schemaCheck'

const validator = new SchemaCheck()

/** A form made of a JSON schema. What it holds is the input's text, so that the other way of writing it sees the same. */
export default function SchemaForm({ schema, input }: { schema: JsonObject; input: Input }) {
  const data = useMemo(() => parseObject(input.text).value ?? {}, [input.text])
  const [shown, setShown] = useState(false)
  useEffect(() => {
    input.check.current = () => {
      const { errors } = validator.validateFormData(parseObject(input.text).value ?? {}, schema as RJSFSchema)
      if (errors.length === 0) return
      setShown(true)
      throw new Error(`The input does not fit: ${errors.map(error => error.stack).join('; ')}`)
    }
    return () => {
      input.check.current = null
    }
  }, [input, schema])
  return (
    <Form
      tagName="div"
      schema={schema as RJSFSchema}
      validator={validator}
      formData={data}
      liveValidate={shown ? 'onChange' : undefined}
      showErrorList={false}
      noHtml5Validate
      idPrefix="input"
      uiSchema={{ 'ui:submitButtonOptions': { norender: true } }}
      onChange={change => input.setText(jsonText(change.formData))}
    />
  )
}
