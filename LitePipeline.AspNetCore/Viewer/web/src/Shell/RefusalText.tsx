import { Button, List, Text } from '@mantine/core'
import { asRefusal } from '../Api/refusal'
import { Notice } from './Notice'

/** Why something could not be done or shown, in the API's words. */
export function RefusalText({ error, title = 'That did not work', again }: { error: unknown; title?: string; again?: () => void }) {
  const refusal = asRefusal(error)
  return (
    <Notice tone="fails" title={title} role="alert">
      {refusal.problems.length > 0 ? (
        <List size="sm" spacing={4}>
          {refusal.problems.map(problem => (
            <List.Item key={problem.path + problem.message}>
              <code className="lp-mono">{problem.path}</code>: {problem.message}
            </List.Item>
          ))}
        </List>
      ) : (
        <Text size="sm" className="lp-breaks">{refusal.message}</Text>
      )}
      {again && <Button mt="sm" size="xs" variant="default" onClick={again}>Try again</Button>}
    </Notice>
  )
}
